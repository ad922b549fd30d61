"""What Pub/Sub gave up is kept for the people who run the shop."""

import base64
from typing import Any

import pytest
from cloudevents.http import CloudEvent

from functions.dead_letter import main
from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query
from shared.platform.wiring import Platform

FORWARDED = {
    "clientId": "one",
    "messageId": "m1",
    "CloudPubSubDeadLetterSourceSubscription": "quality_score",
    "CloudPubSubDeadLetterSourceDeliveryCount": "5",
}


@pytest.fixture
def letters(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(main.function.__dict__, "_platform", platform)
    return lambda: [document.body for document in platform.documents.query(Query(COLLECTION, {})).items]


def _forward(data: bytes, attributes: dict[str, str]) -> None:
    message = {"data": base64.b64encode(data).decode(), "attributes": attributes, "messageId": "99"}
    kind = {"type": "google.cloud.pubsub.topic.v1.messagePublished", "source": "//pubsub.googleapis.com/"}
    main.dead_letter(CloudEvent(kind, {"message": message}))


def test_it_is_kept_with_where_it_failed_and_how_often(letters: Any) -> None:
    for _ in range(2):
        _forward(b'{"sessionId": "s1"}', FORWARDED)
    (letter,) = letters()
    kept = (letter["source"], letter["messageId"], letter["clientId"], letter["reason"])
    assert kept == ("quality_score", "m1", "one", "5 deliveries failed")
    assert '"sessionId": "s1"' in letter["message"]


def test_what_cannot_be_read_and_what_names_no_client_is_kept_too(letters: Any) -> None:
    _forward(b"not JSON", {**FORWARDED, "messageId": "m2"})
    _forward(b"{}", {"messageId": "m3"})
    assert {letter["messageId"] for letter in letters()} == {"m2", "m3"}
