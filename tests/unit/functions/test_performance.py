"""The performance section over the function's own door."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.insight.main import function as insight
from functions.session.main import function as session
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import unwritten
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.wiring import Platform
from shared.shopper.session import Sessions
from tests.support import KEY, OTHER_KEY, access_token, ask, data_of, wired_to

START = {"userId": "u", "platform": "html"}


@pytest.fixture(autouse=True)
def nothing_before() -> Iterator[None]:
    unwritten.take()
    yield
    unwritten.take()


def _served(platform: Platform) -> None:
    """Three sessions of client one, of which the last failed; two of client two. All is written down."""
    function = wired_to(session, platform)
    for key, name in ((KEY, "one"), (KEY, "one"), (OTHER_KEY, "two"), (OTHER_KEY, "two")):
        assert (
            ask(function, "POST", "/v1/ai/session/start", key=key, json={**START, "clientId": name}).status_code
            == 201
        )


def _shown(platform: Platform, who: str, query: str = "range=24h") -> dict[str, Any]:
    PerformanceWriter(platform.documents, platform.clock, platform.new_id).write(unwritten.take())
    function = wired_to(insight, platform)
    return data_of(ask(function, "GET", f"/v1/admin/performance?{query}", token=access_token(platform, who)))


def test_a_client_sees_its_own_answers_and_failures(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """H4 I1 I8: times, error rate, the newest errors with their trace."""
    _served(platform)

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(Sessions, "start", away)
    trace = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    failed = ask(session, "POST", "/v1/ai/session/start", key=KEY, json={**START, "clientId": "one"}, headers=trace)
    assert failed.status_code == 503
    own = _shown(platform, "one@shop.example")
    assert own["of"] == "one"
    assert (own["answers"], own["errorRate"]) == (3, pytest.approx(1 / 3))
    assert own["durations"]["apiResponseTime"]["count"] == 3
    (operation,) = own["operations"]
    assert (operation["name"], operation["answers"], operation["failed"]) == ("POST /v1/ai/session/start", 3, 1)
    (error,) = own["errors"]
    assert (error["traceId"], error["error"], error["code"]) == ("a" * 32, "StoreUnavailable", "UNAVAILABLE")
    assert len(own["slowest"]) == 1
    assert len(own["curve"]) == 1
    other = _shown(platform, "two@shop.example")
    assert (other["answers"], other["errors"]) == (2, [])


def test_a_super_admin_sees_the_platform_or_one_client(platform: Platform) -> None:
    """H33: the store's times too, which no client has alone."""
    _served(platform)
    whole = _shown(platform, "admin@platform.example")
    assert whole["of"] == "platform"
    assert whole["answers"] >= 4
    assert whole["durations"]["dbQueryTime"]["count"] > 0
    one = _shown(platform, "admin@platform.example", "range=24h&clientId=one")
    assert (one["of"], one["answers"], one["durations"]["dbQueryTime"]["count"]) == ("one", 2, 0)


def test_every_figure_says_what_it_means(platform: Platform) -> None:
    """H18."""
    shown = _shown(platform, "one@shop.example", "range=90d")
    assert {*shown["durations"], "errorRate", "availability", "slowest", "errors"} <= shown["explanations"].keys()
    assert shown["errorRate"] is None  # of nothing
