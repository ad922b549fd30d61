"""A client's figures of a period beside those of the period before, day by day, and of several clients together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.insight.counters import Counters
from shared.insight.period import Day, Period
from shared.insight.rollups import Rollups
from shared.platform.tenant import ClientDocuments


@dataclass(frozen=True)
class ClientFigures:
    """`days`: of the period, in order."""

    client_id: str
    now: Counters
    before: Counters
    days: list[tuple[date, Counters]]


def client_figures(documents: ClientDocuments, period: Period) -> ClientFigures:
    rollups = Rollups(documents)
    days = rollups.daily(period)
    now = together([counters for _, counters in days])
    before = rollups.figures(period.before())
    return ClientFigures(documents.client_id, now, before, [(day.date, counters) for day, counters in days])


def summed_days(clients: Sequence[ClientFigures], days: Sequence[Day]) -> list[tuple[date, Counters]]:
    return [(day.date, together([client.days[place][1] for client in clients])) for place, day in enumerate(days)]


def together(counters: Sequence[Counters]) -> Counters:
    sums: dict[str, float] = {}
    for each in counters:
        for name, count in each.items():
            sums[name] = sums.get(name, 0) + count
    return Counters(sums)
