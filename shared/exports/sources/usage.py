"""One row for each UTC day of the period: what the bill counts."""

from collections.abc import Iterator

from shared.billing.meter import KINDS
from shared.billing.month import Month, end_of, start_of
from shared.billing.usage import Usage
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments


def usage(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    """Whole days, as the bill has them: also those that the period only touches."""
    return Table(columns_of("usage"), _rows(Usage(documents, clock), period), "date")


def _rows(usage: Usage, period: Period) -> Iterator[Row]:
    for month in _months(period):
        for day, quantities in usage.daily(month).items():
            if end_of(day) > period.start and start_of(day) < period.end:
                yield {"date": day.isoformat(), **{kind: quantities[kind] for kind in KINDS}}


def _months(period: Period) -> Iterator[Month]:
    month = Month.of(period.start)
    while month.start < period.end:
        yield month
        month = Month(month.end)
