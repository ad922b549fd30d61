"""What each kind's rows hold."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.alerts.evaluation import Measured
from shared.alerts.firings import begun
from shared.alerts.rules import Rules
from shared.billing.meter import metered
from shared.catalogue.repository import Catalogue
from shared.exports import reading
from shared.exports.sources import SOURCES
from shared.exports.table import Row, columns_of
from shared.insight.rollups import rollup_writes
from shared.platform.ports.documents import Delete
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.discovery.frames import frame
from tests.unit.exports.shop import MONTH, NOW, message, session, store, visits


@pytest.fixture
def rows(documents: ClientDocuments, clock: SteppedClock) -> Any:
    def of(kind: str, period: Any = MONTH) -> list[Row]:
        return list(SOURCES[kind](documents, period, clock).rows)

    return of


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 7)


def test_sessions_are_those_of_the_period_and_the_client(
    rows: Any, documents: ClientDocuments, platform: Platform
) -> None:
    """H21 H22."""
    store(documents, "sessions", visits(30))
    outside = [session(100, MONTH.end), session(101, MONTH.start - timedelta(milliseconds=1))]
    store(documents, "sessions", outside)
    store(ClientDocuments(platform.documents, "two"), "sessions", [session(102, NOW - timedelta(days=1))])
    found = rows("sessions")
    assert [row["sessionId"] for row in found] == [f"s-{n:07}" for n in reversed(range(30))]
    assert found[-1] == {
        "sessionId": "s-0000000",
        "createdAt": "2026-10-23T12:00:00.000Z",
        "lastSeenAt": "2026-10-23T12:07:00.000Z",
        "userId": "user-0",
        "platform": "shopify",
        "locale": "de-DE",
        "language": "de",
        "productId": None,
        "faceShape": "oval",
        "sizeBand": "medium",
        "qualityScore": 80.0,
        "satisfaction": 4.25,
        "recommended": 3,
        "liked": 1,
        "dismissed": 0,
    }
    assert "137" not in str(found)  # no measurement of a face leaves


def test_a_session_without_face_or_score_has_empty_cells(rows: Any, documents: ClientDocuments) -> None:
    store(documents, "sessions", [session(1, NOW - timedelta(days=1), face=None, qualityScore=None)])
    (row,) = rows("sessions")
    assert (row["faceShape"], row["qualityScore"], row["satisfaction"]) == (None, None, None)
    assert rows("quality") == []


def test_conversations_come_message_by_message_with_their_score(rows: Any, documents: ClientDocuments) -> None:
    at = NOW - timedelta(hours=2)
    store(documents, "sessions", [session(1, at), session(2, at)])
    said = [message(f"s-000000{s}", n, at + timedelta(seconds=n), f"text {n}") for n in range(6) for s in (1, 2)]
    store(documents, "messages", said, "messageId")
    found = rows("conversations")
    assert [row["text"] for row in found] == [f"text {n}" for n in range(6) for _ in (1, 2)]
    assert {row["qualityScore"] for row in found} == {81.0, 82.0}
    assert found[0]["productIds"] == "p-1, p-2"


def test_messages_of_a_session_that_is_being_erased_are_not_given(rows: Any, documents: ClientDocuments) -> None:
    at = NOW - timedelta(hours=2)
    store(documents, "sessions", [session(1, at)])
    store(documents, "messages", [message(s, 0, at, "x") for s in ("s-0000001", "s-gone")], "messageId")
    assert [row["sessionId"] for row in rows("conversations")] == ["s-0000001"]


def test_recommendations_are_a_row_each_with_todays_title(rows: Any, documents: ClientDocuments) -> None:
    Catalogue(documents).put([frame("p-1", client_id="one", title="Arlo"), frame("p-2", client_id="one")])
    store(documents, "sessions", [session(1, NOW - timedelta(days=1))])
    first, second, third = rows("recommendations")
    assert first == {
        "sessionId": "s-0000001",
        "at": "2026-11-21T12:00:00.000Z",
        "rank": 1,
        "productId": "p-1",
        "title": "Arlo",
        "brand": "Norrland",
        "score": 0.8,
        "liked": True,
        "dismissed": False,
    }
    assert (second["rank"], second["liked"]) == (2, False)
    assert "title" not in third


def test_quality_shows_components_and_issues(rows: Any, documents: ClientDocuments) -> None:
    store(documents, "sessions", [session(3, NOW - timedelta(days=1))])
    (row,) = rows("quality")
    assert (row["overall"], row["grounding"], row["issueCount"], row["issues"]) == (83.0, 1.0, 1, "slow_answer")


def test_analytics_are_days_of_the_zone_with_money_by_currency(rows: Any, documents: ClientDocuments) -> None:
    """H20: the clocks went back within this period; every local day is there once."""
    late = NOW.replace(day=20, hour=23, minute=30)  # already the 21st in Berlin
    changes = {"sessions": 2, "steps.purchase": 1, "purchases": 1, "revenue.EUR": 1_295_000}
    documents.batch(rollup_writes(documents, late, {**changes, "quality.count": 2, "quality.sum": 171}))
    found = {row["date"]: row for row in rows("analytics")}
    assert len(found) == 31
    assert found["2026-11-20"]["sessions"] == 0
    day = found["2026-11-21"]
    assert (day["sessions"], day["buyers"], day["revenueEUR"]) == (2, 1, Decimal("129.50"))
    assert (day["quality"], found["2026-11-20"]["quality"]) == (85.5, None)


def test_usage_is_what_the_bill_counts(rows: Any, documents: ClientDocuments) -> None:
    at = NOW - timedelta(days=1)
    documents.batch([metered("one", "sessions", "a", at), metered("one", "modelTokens", "b", at, 300)])
    found = {row["date"]: row for row in rows("usage")}
    assert min(found) == "2026-10-23"
    assert max(found) == "2026-11-22"
    assert (found["2026-11-21"]["sessions"], found["2026-11-21"]["modelTokens"]) == (1, 300)


def test_alerts_are_a_row_for_each_firing(
    rows: Any, documents: ClientDocuments, platform: Platform, clock: SteppedClock
) -> None:
    rule = Rules(documents, clock, platform.new_id).all()[0]
    documents.batch([begun(rule, "f-1", Measured(2500.0, 40), NOW - timedelta(hours=3))])
    (row,) = rows("alerts")
    assert (row["firingId"], row["name"], row["value"], row["status"]) == ("f-1", rule.name, 2500.0, "firing")
    assert row["threshold"] == rule.threshold


def test_what_changes_meanwhile_stays_outside_and_what_is_erased_is_absent(
    documents: ClientDocuments, clock: SteppedClock
) -> None:
    """Export while data changes: no row twice, none lost but those erased."""
    store(documents, "sessions", visits(30))
    found = []
    for number, row in enumerate(SOURCES["sessions"](documents, MONTH, clock).rows):
        found.append(row["sessionId"])
        if number == 3:  # on the first page of seven
            store(documents, "sessions", [session(200, MONTH.end), session(201, MONTH.end + timedelta(days=1))])
            documents.batch([Delete("sessions", "s-0000002"), Delete("sessions", "s-0000029")])
    assert found == [f"s-{n:07}" for n in reversed(range(30)) if n != 2]


@pytest.mark.parametrize("kind", SOURCES)
def test_every_column_says_what_it_means(kind: str, rows: Any) -> None:
    columns = columns_of(kind)
    assert len({column.key for column in columns}) == len(columns)
    for column in columns:
        assert column.title
        assert column.meaning.endswith(".")
    assert isinstance(rows(kind), list)  # also without any data
