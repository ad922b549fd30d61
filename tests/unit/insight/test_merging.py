"""Young sessions are counted in several documents, which become one; the counts are the same all along."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.insight.counters import OTHER, Counters
from shared.insight.merging import merge_shards
from shared.insight.period import Period
from shared.insight.rollup_documents import SHARDS
from shared.insight.rollups import ROLLUPS, Rollups, rollup_writes
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop

BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=30)


@pytest.fixture
def counted(documents: ClientDocuments) -> ClientDocuments:
    """Forty sessions of yesterday, each within another moment of its second."""
    for number in range(40):
        began = BEGAN + timedelta(minutes=number, milliseconds=number)
        documents.batch(rollup_writes(documents, began, {"sessions": 1, f"products.p{number}.tried": 1}))
    return documents


def _total(documents: ClientDocuments) -> Counters:
    span = Period(BEGAN - timedelta(hours=1), BEGAN + timedelta(hours=1), ZoneInfo("UTC"))
    rollups = Rollups(documents)
    assert rollups.figures(span)["sessions"] == sum(day["sessions"] for _, day in rollups.daily(span))
    return rollups.total(span)


def _stored(documents: ClientDocuments) -> int:
    return sum("grain" in document.body for document in documents.query(Query(ROLLUPS, {})).items)


def test_sessions_as_they_are_stored_are_counted_in_all_parts(
    documents: ClientDocuments, clock: SteppedClock
) -> None:
    """D13: a store keeps times to the millisecond."""
    shop = CountedShop(documents, clock)
    for _ in range(40):
        clock.forward(seconds=0.001)
        shop.tell(shop.session(), "widget_loaded")
    days = [document.id for document in documents.query(Query(ROLLUPS, {"grain": "day"})).items]
    assert len(days) == SHARDS


def test_parts_become_one_and_count_the_same(counted: ClientDocuments, clock: SteppedClock) -> None:
    """D13, H1."""
    before, parts = dict(_total(counted)), _stored(counted)
    clock.forward(days=6)
    merge_shards(counted, clock)
    assert dict(_total(counted)) == before
    assert before["sessions"] == 40
    assert _stored(counted) < parts / 3


def test_what_was_merged_is_not_looked_through_again(counted: ClientDocuments, clock: SteppedClock) -> None:
    clock.forward(days=6)
    for _ in range(2):
        merge_shards(counted, clock)
    assert _total(counted)["sessions"] == 40


def test_young_days_are_left_in_parts(counted: ClientDocuments, clock: SteppedClock) -> None:
    parts = _stored(counted)
    merge_shards(counted, clock)
    assert _stored(counted) == parts


def test_a_merged_day_holds_so_many_products_and_the_others_together(
    documents: ClientDocuments, clock: SteppedClock
) -> None:
    for number in range(8):
        names = {f"products.p{number}-{place}.tried": 1 for place in range(60)}
        documents.batch(rollup_writes(documents, BEGAN + timedelta(milliseconds=number), names))
    clock.forward(days=6)
    merge_shards(documents, clock)
    products = _total(documents).under("products")
    assert len(products) == 201
    assert products[OTHER]["tried"] == 280
