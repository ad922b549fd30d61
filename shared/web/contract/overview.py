"""The overview: figures beside those of the period before."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field

from shared.insight.counters import Counters
from shared.insight.explanations import KPIS, SECTIONS
from shared.insight.kpis import Kpi, average_quality, conversion_rate, kpis
from shared.insight.overview import ClientFigures, summed_days, summed_hours, together
from shared.insight.period import Period
from shared.insight.revenue import compared_revenue, revenue
from shared.web.contract.base import Contract, Money, Time


class Span(Contract):
    """Whole quarters of an hour are counted: what lies between is taken to the next one."""

    start: Annotated[Time, Field(alias="from")]
    end: Annotated[Time, Field(alias="to")]

    @classmethod
    def of(cls, period: Period) -> "Span":
        return cls(start=period.start, end=period.end)


class KpiShown(Contract):
    name: str
    value: Annotated[float | None, Field(description="null: there is nothing to take a rate or mean of")]
    before: Annotated[float | None, Field(description="In the period before")]
    change: Annotated[float | None, Field(description="0.1: a tenth more than before; null: nothing to compare with")]
    explanation: str

    @classmethod
    def of(cls, kpi: Kpi) -> "KpiShown":
        return cls(name=kpi.name, value=kpi.value, before=kpi.before, change=kpi.change, explanation=kpi.explanation)


class RevenueShown(Contract):
    currency: str
    amount: Money


class RevenueCompared(RevenueShown):
    before: Money
    change: float | None


class RevenueKpi(Contract):
    by_currency: list[RevenueCompared]
    explanation: str


class Point(Contract):
    sessions: int
    face_analyses: int
    chats: int
    try_ons: int
    add_to_carts: int
    purchases: int
    conversion_rate: float | None
    average_quality: float | None
    revenue: list[RevenueShown]


class DayShown(Point):
    date: Annotated[datetime.date, Field(description="In the time zone asked for")]

    @classmethod
    def of(cls, day: datetime.date, counters: Counters) -> "DayShown":
        return cls(date=day, **_figures(counters))


class HourShown(Point):
    start: Time

    @classmethod
    def of(cls, start: datetime.datetime, counters: Counters) -> "HourShown":
        return cls(start=start, **_figures(counters))


class ClientRow(Contract):
    client_id: str
    sessions: int
    change: Annotated[float | None, Field(description="Of sessions, to the period before")]
    purchases: int
    conversion_rate: float | None
    average_quality: float | None
    revenue: list[RevenueShown]

    @classmethod
    def of(cls, figures: ClientFigures) -> "ClientRow":
        now, before = figures.now, figures.before
        return cls(
            client_id=figures.client_id,
            sessions=int(now["sessions"]),
            change=now["sessions"] / before["sessions"] - 1 if before["sessions"] else None,
            purchases=int(now["purchases"]),
            conversion_rate=conversion_rate(now),
            average_quality=average_quality(now),
            revenue=money(now),
        )


class Overview(Contract):
    period: Span
    before: Span
    tz: str
    explanation: str
    kpis: list[KpiShown]
    revenue: RevenueKpi
    daily: list[DayShown]
    hourly: Annotated[list[HourShown] | None, Field(description="null: the period is longer than two days")]
    clients: Annotated[
        list[ClientRow] | None,
        Field(description="Client by client, the busiest first; null where one client is named"),
    ]

    @classmethod
    def of(cls, period: Period, clients: Sequence[ClientFigures], *, one_client: bool) -> "Overview":
        now, before = together([each.now for each in clients]), together([each.before for each in clients])
        compared = [RevenueCompared(**asdict(each)) for each in compared_revenue(now, before)]
        busiest = sorted(clients, key=lambda each: (-each.now["sessions"], each.client_id))
        return cls(
            period=Span.of(period),
            before=Span.of(period.before()),
            tz=period.zone.key,
            explanation=SECTIONS["overview"],
            kpis=[KpiShown.of(kpi) for kpi in kpis(now, before)],
            revenue=RevenueKpi(by_currency=compared, explanation=KPIS["revenue"]),
            daily=[DayShown.of(day, of) for day, of in summed_days(clients, period.days())],
            hourly=[HourShown.of(start, of) for start, of in summed_hours(clients)] or None,
            clients=None if one_client else [ClientRow.of(each) for each in busiest],
        )


def _figures(counters: Counters) -> dict[str, Any]:
    return {
        "sessions": int(counters["sessions"]),
        "face_analyses": int(counters["faceAnalyses"]),
        "chats": int(counters["steps.chat"]),
        "try_ons": int(counters["tryOns"]),
        "add_to_carts": int(counters["addToCarts"]),
        "purchases": int(counters["purchases"]),
        "conversion_rate": conversion_rate(counters),
        "average_quality": average_quality(counters),
        "revenue": money(counters),
    }


def money(counters: Counters) -> list[RevenueShown]:
    return [RevenueShown(currency=each.currency, amount=each.amount) for each in revenue(counters)]
