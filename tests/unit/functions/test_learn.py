"""A recorded event reaches what the shop has learnt; what can never be handled is kept for people."""

import base64
import json
from typing import Any

import pytest
from cloudevents.http import CloudEvent

from functions.learn import main
from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.learning.shop import PlayedShop


@pytest.fixture
def shop(documents: Any, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> PlayedShop:
    monkeypatch.setitem(main.function.__dict__, "_platform", platform)
    played = PlayedShop(documents, SteppedClock())
    played.sells("a", "b")
    return played


def _push(data: dict[str, Any]) -> None:
    attributes = {"clientId": "one"}
    encoded = base64.b64encode(json.dumps(data).encode()).decode()
    kind = {"type": "google.cloud.pubsub.topic.v1.messagePublished", "source": "//pubsub.googleapis.com/"}
    main.learn(CloudEvent(kind, {"message": {"data": encoded, "attributes": attributes, "messageId": "1"}}))


def test_what_was_recorded_is_learnt_once(shop: PlayedShop) -> None:
    """D14, D1."""
    session = shop.session()
    shop.show(session, [("a", {"fit": 0.4}), ("b", {"fit": 0.3})])
    ids = shop.record(session, ("recommendation_viewed", None), ("add_to_cart", "b"))
    for _ in range(2):
        _push({"sessionId": session.session_id, "eventIds": ids})
    assert shop.outcomes() == {"default": (1, 1, 0)}


@pytest.mark.parametrize("data", [{}, {"sessionId": "s"}, {"sessionId": "s", "eventIds": [1]}])
def test_what_names_no_events_is_kept_for_people(shop: PlayedShop, platform: Platform, data: Any) -> None:
    _push(data)
    (letter,) = platform.documents.query(Query(COLLECTION, {})).items
    assert letter.body["reason"].startswith("the event names no ")
    assert shop.learnt() == {}
