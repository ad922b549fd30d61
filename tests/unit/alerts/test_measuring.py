"""What a rule is judged by: the counters of its window, and what reading them costs."""

import json
from datetime import timedelta
from pathlib import Path
from statistics import mean

import pytest

from shared.alerts.checking import Check
from shared.alerts.evaluation import Measured
from shared.alerts.measuring import StoredReadings
from shared.alerts.metrics import METRICS
from shared.insight.buckets import QUARTER, floor
from shared.insight.rollups import rollup_writes
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.deploy.billed import BilledDocuments
from tests.support import SteppedClock

COSTS = json.loads((Path(__file__).parents[3] / "docs" / "costs.json").read_text("utf-8"))
DAY = timedelta(days=1)


@pytest.mark.parametrize("minutes", [0, 5, 20, 50])
def test_a_window_holds_what_began_in_it_whatever_part_of_two_days_it_is(
    documents: ClientDocuments, clock: SteppedClock, minutes: int
) -> None:
    """I6 H36."""
    clock.forward(minutes=minutes)
    now = clock()
    for hours, score in ((1, 50.0), (23, 70.0), (25, 10.0)):
        counts = {
            "sessions": 1,
            "purchases": 3 * int(hours == 1),
            "steps.purchase": int(hours == 1),
            "quality.sum": score,
            "quality.count": 1,
        }
        documents.batch(rollup_writes(documents, now - timedelta(hours=hours), counts))
    readings = StoredReadings(documents, now)
    assert readings.measured(METRICS["quality"], DAY) == Measured(60.0, 2)
    assert readings.measured(METRICS["conversionRate"], DAY) == Measured(0.5, 2)
    assert readings.measured(METRICS["sessions"], DAY).value == 2


def test_a_quarter_that_has_just_begun_does_not_look_like_a_shop_without_shoppers(
    documents: ClientDocuments, clock: SteppedClock
) -> None:
    """H36: sessions are those of whole quarters of an hour."""
    began = floor(clock(), QUARTER)
    documents.batch(rollup_writes(documents, began - timedelta(minutes=10), {"sessions": 7}))
    for minutes, sessions in ((5, 7), (20, 0)):
        readings = StoredReadings(documents, began + timedelta(minutes=minutes))
        assert readings.measured(METRICS["sessions"], QUARTER) == Measured(sessions, 1)


def test_an_evaluation_reads_no_more_than_the_table_of_costs_says(platform: Platform, clock: SteppedClock) -> None:
    """At every time of a day; Firestore asks for what is not there as well."""
    billed = BilledDocuments(platform.documents)
    documents = ClientDocuments(billed, "one")
    reads, writes = [], []
    for _ in range(DAY // timedelta(minutes=5)):
        clock.forward(minutes=5)
        with billed.counted() as count:
            check = Check(documents, lambda _: None, clock, platform.new_id)
            check.run(StoredReadings(documents, clock()), clock())
        reads.append(count["reads"])
        writes.append(count["writes"])
    told = COSTS["load"]["byTheClock"]["alert_schedule"]
    assert mean(reads) <= told["readsAShop"]
    assert mean(writes) <= told["writesAShop"]
