"""Overview and analytics over the function's own door."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from functions.insight.main import function as insight
from shared.insight.merging import merge_shards
from shared.insight.rollup_documents import SHARDS
from shared.platform import unwritten
from shared.platform.ports.documents import Document, Page, Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock, access_token, ask, data_of, error_of, wired_to
from tests.unit.insight.visits import CountedShop

VISIT = (
    "widget_loaded",
    "widget_opened",
    "chat_message",
    ("try_on", {"productId": "p1"}),
    ("purchase", {"orderId": "o", "productId": "p1", "value": "99.90", "currency": "EUR"}),
)
PATHS = (
    "overview",
    "analytics",
    "analytics/funnel",
    "analytics/journeys",
    "analytics/attribution",
    "analytics/holdout",
)


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    stepped = replace(platform, clock=clock)
    wired_to(insight, stepped)
    return stepped


@pytest.fixture
def shop(stepped: Platform, clock: SteppedClock) -> CountedShop:
    """Of client one: two visits today, of which one bought; one visit eight days ago. Client two: one visit today."""
    shop = CountedShop(ClientDocuments(stepped.documents, "one"), clock)
    clock.forward(days=-8)
    shop.tell(shop.session(), "widget_loaded")
    clock.forward(days=8)
    ranked = [{"productId": "p1", "score": 0.8}, {"productId": "p2", "score": 0.6}]
    shop.tell(shop.session(face={"faceShape": "oval"}, device="mobile", recommendations=ranked), *VISIT)
    shop.tell(shop.session("shopify"), "widget_loaded", "widget_opened")
    other = CountedShop(ClientDocuments(stepped.documents, "two"), clock)
    other.tell(other.session(), "widget_loaded")
    clock.forward(hours=1)
    return shop


def _get(platform: Platform, path: str, who: str, **query: Any) -> dict[str, Any]:
    response = ask(insight, "GET", f"/v1/admin/{path}", token=access_token(platform, who), query_string=query)
    return data_of(response)


def test_the_overview_compares_with_the_period_before(stepped: Platform, shop: CountedShop) -> None:
    """H1, H16, H18, K7: one call says how the shop does, beside before, and how to read it."""
    shown = _get(stepped, "overview", "one@shop.example", range="7d", tz="Europe/Berlin")
    kpis = {kpi["name"]: kpi for kpi in shown["kpis"]}
    assert [kpis["sessions"][name] for name in ("value", "before", "change")] == [2, 1, 1.0]
    assert kpis["conversionRate"]["value"] == 0.5
    assert [kpis["purchases"][name] for name in ("value", "before", "change")] == [1, 0, None]
    assert kpis["averageQuality"]["value"] is None
    assert all(len(kpi["explanation"]) > 20 for kpi in shown["kpis"])
    assert shown["revenue"]["byCurrency"] == [
        {"currency": "EUR", "amount": "99.90", "before": "0.00", "change": None}
    ]
    assert sum(day["sessions"] for day in shown["daily"]) == 2
    assert shown["clients"] is None
    assert shown["hourly"] is None


def test_a_super_admin_sees_all_clients_together_and_each(stepped: Platform, shop: CountedShop) -> None:
    """H1."""
    shown = _get(stepped, "overview", "admin@demo.example", range="24h")
    assert next(kpi["value"] for kpi in shown["kpis"] if kpi["name"] == "sessions") == 3
    assert [(row["clientId"], row["sessions"]) for row in shown["clients"]] == [("one", 2), ("two", 1)]
    assert sum(hour["sessions"] for hour in shown["hourly"]) == 3
    assert shown["clients"][0]["revenue"] == [{"currency": "EUR", "amount": "99.90"}]


def test_analytics_split_what_was_sold(stepped: Platform, shop: CountedShop) -> None:
    """H2, H14."""
    shown = _get(stepped, "analytics", "one@shop.example", range="7d")
    platforms = {group["name"]: group for group in shown["platforms"]}
    assert (platforms["html"]["conversionRate"], platforms["shopify"]["conversionRate"]) == (1.0, 0.0)
    assert {group["name"] for group in shown["devices"]} == {"mobile", "unknown"}
    assert {group["name"]: group["converted"] for group in shown["faceShapes"]} == {"oval": 1, "none": 0}
    first = shown["products"][0]
    assert (first["productId"], first["recommended"], first["averageScore"]) == ("p1", 1, 0.8)
    assert (first["tried"], first["bought"], first["revenue"]) == (1, 1, [{"currency": "EUR", "amount": "99.90"}])


def test_the_funnel_counts_who_took_a_step_and_who_came_so_far(stepped: Platform, shop: CountedShop) -> None:
    """H14, H15."""
    shown = _get(stepped, "analytics/funnel", "one@shop.example", range="7d")
    steps = {step["step"]: step for step in shown["steps"]}
    assert [steps[name]["sessions"] for name in ("loaded", "opened", "consent", "purchase")] == [2, 2, 0, 1]
    at_least = [step["atLeast"] for step in shown["steps"]]
    assert at_least == sorted(at_least, reverse=True)
    assert steps["loaded"]["before"] == 1


def test_journeys_are_links_and_whole_paths(stepped: Platform, shop: CountedShop) -> None:
    """H15."""
    shown = _get(stepped, "analytics/journeys", "one@shop.example", range="7d", paths=1)
    assert shown["links"][0] == {"place": 1, "source": "loaded", "target": "opened", "sessions": 2}
    assert {"place": 2, "source": "opened", "target": "end", "sessions": 1} in shown["links"]
    assert len(shown["paths"]) == shown["otherSessions"] == 1


def test_attribution_states_its_window_and_last_touches_are_the_whole(stepped: Platform, shop: CountedShop) -> None:
    """H14."""
    shown = _get(stepped, "analytics/attribution", "one@shop.example", range="7d")
    assert shown["windowHours"] == 24
    assert sum(each["lastTouch"]["purchases"] for each in shown["features"]) == shown["whole"]["purchases"] == 1
    credit = {each["feature"]: each for each in shown["features"]}
    assert credit["chat"]["assisted"]["purchases"] == credit["tryOn"]["lastTouch"]["purchases"] == 1
    assert credit["face"]["assisted"]["purchases"] == 0


def test_without_a_holdout_none_is_claimed(stepped: Platform, shop: CountedShop) -> None:
    shown = _get(stepped, "analytics/holdout", "one@shop.example", range="7d")
    assert (shown["verdict"], shown["lift"], shown["sampleRatio"]) == ("off", None, None)


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_store_shows_nothing_and_every_section_says_what_it_is_for(stepped: Platform, path: str) -> None:
    """H18."""
    assert len(_get(stepped, path, "one@shop.example")["explanation"]) > 40


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-05-02", "to": "2026-05-01T00:00:00Z"},
        {"from": "2016-01-01", "to": "2026-01-01"},
        {"tz": "Mars/Base"},
    ],
)
def test_ranges_that_are_none_are_refused(stepped: Platform, path: str, query: dict[str, str]) -> None:
    """H16."""
    token = access_token(stepped, "one@shop.example")
    refused = ask(insight, "GET", f"/v1/admin/{path}", token=token, query_string=query)
    assert (refused.status_code, error_of(refused)["code"]) == (422, "INVALID_REQUEST")


@pytest.mark.parametrize("path", PATHS)
def test_another_client_is_as_unknown_as_none(stepped: Platform, path: str) -> None:
    token = access_token(stepped, "one@shop.example")
    answers = [
        ask(insight, "GET", f"/v1/admin/{path}", token=token, query_string={"clientId": client_id})
        for client_id in ("two", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


class _Counted:
    """A store that counts the documents it gives."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.read = 0

    def get(self, collection: str, id: str) -> Document | None:
        self.read += 1
        found: Document | None = self._inner.get(collection, id)
        return found

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        self.read += len(ids)  # a store may ask a price for what is not there as well
        found: list[Document] = self._inner.get_many(collection, ids)
        return found

    def query(self, query: Query) -> Page:
        page: Page = self._inner.query(query)
        self.read += len(page.items)
        return page

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_documents_read_do_not_grow_with_sessions(stepped: Platform, clock: SteppedClock) -> None:
    """H1, H2: as many documents at 100 sessions as at 2,000, and no more than days and quarters."""
    shop = CountedShop(ClientDocuments(stepped.documents, "one"), clock)
    now, token = clock.now, access_token(stepped, "one@shop.example")
    counted = _Counted(stepped.documents)
    wired_to(insight, replace(stepped, documents=counted))

    def read(path: str) -> int:
        unwritten.take()  # else it may be written down meanwhile, in a thread, which reads as well
        counted.read = 0
        query = {"range": "90d", "tz": "Asia/Kolkata"}
        assert ask(insight, "GET", f"/v1/admin/{path}", token=token, query_string=query).status_code == 200
        return counted.read

    def visits(first: int, last: int) -> None:
        for number in range(first, last):
            clock.now = now
            clock.forward(minutes=-number * 37)
            shop.tell(shop.session(), "widget_loaded")
        clock.now = now

    visits(1, 101)
    merge_shards(shop.documents, clock)
    read("overview")  # what a process reads once
    few = {path: read(path) for path in PATHS}
    visits(101, 2001)
    assert {path: read(path) for path in PATHS} == few
    assert few["overview"] < 2 * 91 + 5 * SHARDS + 20
    assert few["analytics/journeys"] < 91 + 96 * SHARDS / 2 + 5 * SHARDS + 20
