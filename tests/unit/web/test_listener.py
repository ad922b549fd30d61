"""An event function handles, fails, or gives up what can never be handled."""

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

from shared.platform import trace
from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query, StoreUnavailable
from shared.platform.wiring import Platform
from shared.web.deployment import Deployment
from shared.web.listener import EventFailed, EventFunction, Notice

TRACE = "0af7651916cd43dd8448eb211c80319c"


def _event(data: Any = None, **attributes: str) -> Any:
    content = base64.b64encode(data if isinstance(data, bytes) else json.dumps(data or {}).encode()).decode()
    return SimpleNamespace(data={"message": {"data": content, "attributes": attributes, "messageId": "17"}})


def _letters(platform: Platform) -> list[dict[str, Any]]:
    return [document.body for document in platform.documents.query(Query(COLLECTION, {})).items]


def test_the_handler_is_told_what_was_published_in_the_publishers_trace(platform: Platform) -> None:
    told: list[tuple[Notice, str]] = []

    def handle(notice: Notice) -> None:
        now = trace.current()
        assert now is not None
        told.append((notice, now.trace_id))

    function = EventFunction("listen", "events.recorded", handle, lambda: platform)
    function(_event({"n": 1}, clientId="one", messageId="m1", traceparent=f"00-{TRACE}-b7ad6b7169203331-01"))
    ((notice, trace_id),) = told
    assert (notice.message_id, notice.data, notice.attributes["clientId"]) == ("m1", {"n": 1}, "one")
    assert notice.documents.client_id == "one"
    assert trace_id == TRACE


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (_event(b"no", clientId="one"), "the data is not JSON"),
        (_event({"n": 1}), "the message names no client"),
        (SimpleNamespace(data={"message": {"messageId": "17"}}), "the message has no data"),
        (SimpleNamespace(data=None), "the message has no data"),
    ],
)
def test_what_can_never_be_handled_is_kept_and_acknowledged(platform: Platform, event: Any, reason: str) -> None:
    def never(_: Notice) -> None:
        raise AssertionError

    for _ in range(2):
        EventFunction("listen", "events.recorded", never, lambda: platform)(event)
    (letter,) = _letters(platform)
    assert (letter["function"], letter["source"], letter["reason"]) == ("listen", "events.recorded", reason)


def test_what_fails_for_another_reason_is_delivered_again(
    platform: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Notice) -> None:
        raise RuntimeError("secret words")

    function = EventFunction("listen", "events.recorded", fail, lambda: platform)
    with pytest.raises(EventFailed, match="RuntimeError"):
        function(_event({"n": 1}, clientId="one"))
    assert _letters(platform) == []
    assert "secret words" not in capsys.readouterr().out


def test_a_dead_letter_that_cannot_be_kept_is_delivered_again(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise StoreUnavailable("away")

    monkeypatch.setattr(type(platform.documents), "replace", refuse)
    with pytest.raises(EventFailed, match="StoreUnavailable"):
        EventFunction("listen", "events.recorded", lambda _: None, lambda: platform)(_event(b"no"))


def test_what_the_clock_says_needs_no_client(platform: Platform) -> None:
    told: list[Notice] = []
    deployment = Deployment(schedule="* * * * *")
    EventFunction("relay", "schedule.relay", told.append, lambda: platform, deployment=deployment)(_event({}))
    EventFunction("listen", "any.topic", told.append, lambda: platform, for_a_client=False)(_event({}))
    assert len(told) == 2
