"""What a pushed message says, and what makes it unreadable for ever."""

import base64
from typing import Any

import pytest

from shared.web.push import Poison, Pushed


def _message(data: Any = "e30=", **attributes: str) -> Pushed:
    return Pushed.of({"message": {"data": data, "attributes": attributes, "messageId": "17"}})


def test_data_is_json_in_base64() -> None:
    content = base64.b64encode('{"größe": [1]}'.encode()).decode()
    assert _message(content).data() == {"größe": [1]}


def test_the_events_own_id_goes_before_that_of_the_publish() -> None:
    pushed = _message(messageId="own", clientId="one")
    assert (pushed.id, pushed.attributes) == ("own", {"clientId": "one"})
    assert (_message(clientId="one").id, _message(clientId="one").attributes) == ("17", {"clientId": "one"})


@pytest.mark.parametrize("data", [None, "", "%%%", "W10=", "bm8=", "MQ==", "bnVsbA==", 7, {"a": 1}, "ä"])
def test_what_is_no_json_object_can_never_be_handled(data: Any) -> None:
    with pytest.raises(Poison, match=r"data"):
        _message(data).data()


@pytest.mark.parametrize("event_data", [None, "text", [], {}, {"message": None}, {"message": "x"}])
def test_what_is_no_message_has_neither_id_nor_data(event_data: Any) -> None:
    pushed = Pushed.of(event_data)
    assert (pushed.id, pushed.attributes) == ("", {})
    with pytest.raises(Poison, match="no data"):
        pushed.data()


@pytest.mark.parametrize("given", ["x", ["a"], 5, {"clientId": 5, "traceparent": None}])
def test_attributes_that_are_not_text_are_none(given: Any) -> None:
    assert Pushed.of({"message": {"data": "e30=", "attributes": given}}).attributes == {}


def test_json_nested_without_end_can_never_be_handled() -> None:
    with pytest.raises(Poison, match="not JSON"):
        _message(base64.b64encode(b"[" * 100_000).decode()).data()
