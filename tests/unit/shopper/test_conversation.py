import json
from datetime import UTC, datetime

import pytest

from shared.shopper.conversation import Message

MESSAGE = Message(
    message_id="m-1",
    session_id="s-1",
    role="assistant",
    text="Here are two.",
    at=datetime(2026, 11, 22, 10, 30, 0, 123000, tzinfo=UTC),
    product_ids=("a", "b"),
    intent="find",
    understood=True,
    handover=False,
    relaxed=("price.max",),
    wishes={"items": []},
    duration_ms=12.5,
)


def test_a_message_survives_the_store():
    """C3: both sides are stored and read back."""
    assert Message.from_body(json.loads(json.dumps(MESSAGE.to_body()))) == MESSAGE


def test_the_body_is_in_camel_case_with_a_time_that_sorts_as_text():
    body = MESSAGE.to_body()
    assert body["messageId"] == "m-1"
    assert body["at"] == "2026-11-22T10:30:00.123Z"
    assert body["productIds"] == ["a", "b"]
    assert body["durationMs"] == 12.5


def test_a_shoppers_message_needs_no_more_than_its_text():
    body = Message("m", "s", "shopper", "Hello", MESSAGE.at).to_body()
    assert Message.from_body(body).product_ids == ()


def test_a_body_that_is_no_message_is_refused():
    with pytest.raises(KeyError):
        Message.from_body({"text": "Hello"})
