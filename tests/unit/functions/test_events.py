"""Events over the function's own door: what the widget measured, and what went wrong in it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from functions.events.main import function as events
from functions.insight.main import function as insight
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import unwritten
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.session import Session
from tests.support import KEY, access_token, ask, data_of, error_of, wired_to


@pytest.fixture(autouse=True)
def nothing_before() -> Iterator[None]:
    unwritten.take()
    yield
    unwritten.take()


@pytest.fixture
def told(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The event ids of each notice to the listeners."""
    notices: list[list[str]] = []

    def publish(_: object, topic: str, data: Any, attributes: Any) -> str:
        assert topic == "events.recorded"
        notices.append(data["eventIds"])
        return "m"

    monkeypatch.setattr(type(platform.events), "publish", publish)
    return notices


def _sent(platform: Platform, session: Session, *given: dict[str, Any]) -> Any:
    common = {"at": timestamp(platform.clock())}
    sent = [{"eventId": str(uuid4()), **common, **event} for event in given]
    body = {"sessionId": session.session_id, "events": sent}
    return ask(wired_to(events, platform), "POST", "/v1/events", key=KEY, json=body)


def _vital(metric: str, measured: float) -> dict[str, Any]:
    return {"type": "web_vital", "metric": metric, "measured": measured}


def _shown(platform: Platform, who: str) -> dict[str, Any]:
    PerformanceWriter(platform.documents, platform.clock, platform.new_id).write(unwritten.take())
    function = wired_to(insight, platform)
    return data_of(ask(function, "GET", "/v1/admin/performance?range=24h", token=access_token(platform, who)))


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        (_vital("CLS", 0.013), {"metric": "CLS", "measured": 0.013}),
        (_vital("INP", 3_600_000), {"metric": "INP", "measured": 3_600_000}),
        (
            {"type": "widget_error", "code": "CAMERA_IN_USE", "screen": "camera"},
            {"code": "CAMERA_IN_USE", "screen": "camera"},
        ),
        ({"type": "widget_error"}, {}),
        ({"type": "chat_message", "code": "SAVE10", "metric": "LCP", "measured": 1}, {}),
    ],
)
def test_the_stored_event_holds_what_belongs_to_its_type(
    platform: Platform, documents: ClientDocuments, session: Session, event: dict[str, Any], facts: dict[str, Any]
) -> None:
    """A7 A10."""
    assert data_of(_sent(platform, session, event)) == {"accepted": 1, "duplicates": 0}
    [stored] = [document.body for document in documents.query(Query("events", {})).items]
    assert {name: stored[name] for name in ("metric", "measured", "code", "screen") if name in stored} == facts


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        ({"type": "web_vital"}, "web_vital needs metric and measured"),
        ({"type": "web_vital", "metric": "LCP"}, "web_vital needs metric and measured"),
        ({"type": "web_vital", "measured": 3}, "web_vital needs metric and measured"),
        (_vital("CLS", 100.5), "measured is at most 100 for CLS"),
        (_vital("LCP", 3_600_001), "3600000"),
        (_vital("INP", -1), "0"),
        (_vital("FID", 1), "LCP"),
        ({"type": "widget_error", "code": "camera"}, "pattern"),
        ({"type": "widget_error", "code": "A" * 61}, "pattern"),
        ({"type": "widget_error", "code": "A", "screen": "the mirror"}, "pattern"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    platform: Platform, session: Session, event: dict[str, Any], problem: str
) -> None:
    """A7 A10."""
    refused = _sent(platform, session, event)
    error = error_of(refused)
    assert (refused.status_code, error["code"]) == (422, "INVALID_REQUEST")
    assert problem in str(error["details"])


def test_a_shop_sees_its_shoppers_vitals_and_errors(platform: Platform, session: Session) -> None:
    """A7 A10 H4: three quarters of the visits were at least as good."""
    for number in range(1, 5):
        _sent(platform, session, _vital("LCP", 1000 * number), _vital("CLS", number / 50), _vital("INP", 40 * number))
    failed = {"type": "widget_error", "code": "CAMERA_IN_USE", "screen": "camera"}
    _sent(platform, session, failed, failed, {"type": "widget_error"}, {"type": "widget_error", "code": "SCRIPT"})
    for who in ("one@shop.example", "admin@platform.example"):
        shown = _shown(platform, who)
        assert shown["webVitals"] == {
            "LCP": {"p75": pytest.approx(3000, rel=0.025), "count": 4},
            "CLS": {"p75": pytest.approx(0.06, rel=0.025), "count": 4},
            "INP": {"p75": pytest.approx(120, rel=0.025), "count": 4},
        }
        assert list(shown["widgetErrors"].items()) == [("CAMERA_IN_USE", 2), ("SCRIPT", 1), ("OTHER", 1)]
        assert {*shown["webVitals"], "widgetErrors"} <= shown["explanations"].keys()
    other = _shown(platform, "two@shop.example")
    assert other["webVitals"]["LCP"] == {"p75": None, "count": 0}
    assert other["widgetErrors"] == {}


def test_an_event_sent_again_is_measured_once(platform: Platform, session: Session) -> None:
    """B15."""
    again = {"eventId": "e"}
    for _ in range(2):
        _sent(platform, session, {**_vital("LCP", 900), **again})
    assert _shown(platform, "one@shop.example")["webVitals"]["LCP"]["count"] == 1


def test_who_listens_to_the_journey_hears_nothing_of_measurements(
    platform: Platform, session: Session, told: list[list[str]]
) -> None:
    """D13."""
    _sent(platform, session, _vital("LCP", 900))
    assert told == []
    _sent(platform, session, _vital("CLS", 0), {"type": "widget_opened", "eventId": "opened"})
    assert told == [["opened"]]
