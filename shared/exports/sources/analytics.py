"""One row for each day of the period's zone, out of the rollups."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from shared.exports.table import Column, Row, Table, columns_of
from shared.insight.counters import Counters
from shared.insight.orders import amount
from shared.insight.period import Day, Period
from shared.insight.rollups import Rollups
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments

REVENUE = "revenue"


def analytics(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    """A column for each currency that was sold in, beside those of every shop."""
    daily = Rollups(documents).daily(period)
    columns = [*columns_of("analytics"), *_of_currencies(daily)]
    return Table(columns, _rows(daily, columns), "date")


def _of_currencies(daily: Sequence[tuple[Day, Counters]]) -> list[Column]:
    currencies = sorted({currency for _, counters in daily for currency in counters.under(REVENUE)})
    meaning = "Value of the purchases of visits that began on this day."
    return [
        Column(f"revenue{currency}", f"Revenue ({currency})", meaning, "money", f"{REVENUE}.{currency}")
        for currency in currencies
    ]


def _rows(daily: Sequence[tuple[Day, Counters]], columns: Sequence[Column]) -> Iterator[Row]:
    counted = [(column, column.counter) for column in columns if column.counter]
    for day, counters in daily:
        yield {
            "date": day.date.isoformat(),
            **{column.key: _cell(column, counters[counter]) for column, counter in counted},
            "quality": _mean(counters, "quality"),
        }


def _cell(column: Column, count: float) -> int | Decimal:
    return Decimal(amount(count)) if column.type == "money" else int(count)


def _mean(counters: Counters, of: str) -> float | None:
    count = counters[f"{of}.count"]
    return round(counters[f"{of}.sum"] / count, 1) if count else None
