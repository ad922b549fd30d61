"""A recorded event reaches the counters; a session without events is counted when its time has come."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cloudevents.http import CloudEvent

from functions.analytics_rollup import main as rollup
from functions.session_count import main as silent
from shared.insight.rollups import ROLLUPS, rollup_writes
from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop

KIND = {"type": "google.cloud.pubsub.topic.v1.messagePublished", "source": "//pubsub.googleapis.com/"}


@pytest.fixture
def shop(
    documents: ClientDocuments, platform: Platform, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> CountedShop:
    for function in (rollup.function, silent.function):
        monkeypatch.setitem(function.__dict__, "_platform", replace(platform, clock=clock))
    return CountedShop(documents, clock)


def _message(data: dict[str, Any], attributes: dict[str, str]) -> CloudEvent:
    encoded = base64.b64encode(json.dumps(data).encode()).decode()
    return CloudEvent(KIND, {"message": {"data": encoded, "attributes": attributes, "messageId": "1"}})


def test_what_was_recorded_is_counted_once(shop: CountedShop) -> None:
    """D13, B15."""
    session = shop.session()
    told = shop.store(session, "widget_loaded")
    for _ in range(2):
        rollup.analytics_rollup(_message({"sessionId": session.session_id, "eventIds": [told]}, {"clientId": "one"}))
    assert (shop.counted()["sessions"], shop.counted()["steps.loaded"]) == (1, 1)


def test_an_event_that_names_no_session_is_kept_for_people(shop: CountedShop, platform: Platform) -> None:
    rollup.analytics_rollup(_message({}, {"clientId": "one"}))
    (letter,) = platform.documents.query(Query(COLLECTION, {})).items
    assert letter.body["reason"] == "the event names no session"


def test_sessions_of_every_client_are_counted_without_any_event(shop: CountedShop, platform: Platform) -> None:
    """D13, H14."""
    other = CountedShop(ClientDocuments(platform.documents, "two"), shop.clock)
    for each in (shop, other):
        each.session()
    shop.clock.forward(minutes=15)
    silent.session_count(_message({"at": "now"}, {}))
    assert shop.counted()["sessions"] == other.counted()["sessions"] == 1


def test_what_was_counted_in_parts_is_put_together_when_nobody_writes_to_it_any_more(shop: CountedShop) -> None:
    """D13 H1: else every read of a day costs a document for each part, for ever."""
    began = shop.clock().replace(hour=12)
    for number in range(8):
        shop.documents.batch(rollup_writes(shop.documents, began + timedelta(milliseconds=number), {"sessions": 1}))
    of_the_day = Query(ROLLUPS, {"grain": "day"})
    assert len(shop.documents.query(of_the_day).items) == 8
    shop.clock.forward(days=6)
    silent.session_count(_message({"at": "now"}, {}))
    (merged,) = shop.documents.query(of_the_day).items
    assert merged.body["counts"] == {"sessions": 8}
