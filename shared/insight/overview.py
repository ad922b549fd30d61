"""A client's figures of a period beside those of the period before, day by day, and of several clients together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.insight.counters import Counters
from shared.insight.period import Day, Period
from shared.insight.rollups import Rollups
from shared.platform.tenant import ClientDocuments

BY_HOUR = timedelta(hours=50)  # two days, also where the clocks change


@dataclass(frozen=True)
class ClientFigures:
    """`days` and `hours`: of the period, in order; no hours where it is longer than `BY_HOUR`."""

    client_id: str
    now: Counters
    before: Counters
    days: list[tuple[date, Counters]]
    hours: list[tuple[datetime, Counters]]


def client_figures(documents: ClientDocuments, period: Period) -> ClientFigures:
    rollups = Rollups(documents)
    days = rollups.daily(period)
    now = together([counters for _, counters in days])
    before = rollups.figures(period.before())
    hours = rollups.hourly(period) if period.end - period.start <= BY_HOUR else []
    return ClientFigures(documents.client_id, now, before, [(day.date, of) for day, of in days], hours)


def summed_days(clients: Sequence[ClientFigures], days: Sequence[Day]) -> list[tuple[date, Counters]]:
    return [(day.date, together([client.days[place][1] for client in clients])) for place, day in enumerate(days)]


def summed_hours(clients: Sequence[ClientFigures]) -> list[tuple[datetime, Counters]]:
    by_hour = zip(*(client.hours for client in clients), strict=True)
    return [(points[0][0], together([counters for _, counters in points])) for points in by_hour]


def together(counters: Sequence[Counters]) -> Counters:
    sums: dict[str, float] = {}
    for each in counters:
        for name, count in each.items():
            sums[name] = sums.get(name, 0) + count
    return Counters(sums)
