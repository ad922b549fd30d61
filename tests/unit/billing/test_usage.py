"""What was used, day by day: those that are over are kept, the others added up as they stand."""

from datetime import UTC, datetime

from shared.billing.meter import metered
from shared.billing.month import Month
from shared.billing.usage import USAGE_DAYS, Usage
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock

NOON = datetime.now(UTC).replace(day=20, hour=12, minute=0, second=0, microsecond=0)
MONTH = Month.of(NOON)


def test_a_day_is_kept_when_it_is_over_and_settled(documents: ClientDocuments) -> None:
    """H29: what comes after somebody has looked counts as well, up to the last write that was under way."""
    clock = SteppedClock(NOON)
    usage = Usage(documents, clock)
    for act, hours, kept in (("m-1", 0, 19), ("m-2", 12.5, 19), ("m-3", 1, 20)):
        clock.forward(hours=hours)
        usage.daily(MONTH)
        assert len(documents.query(Query(USAGE_DAYS, {})).items) == kept, act
        if kept == 19:
            documents.batch([metered("one", "messages", act, NOON)])
    assert usage.daily(MONTH)[NOON.date()]["messages"] == usage.so_far(MONTH)["messages"] == 2
