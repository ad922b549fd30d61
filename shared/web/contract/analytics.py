"""Analytics: groups, products, funnel, journeys, attribution, holdout."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field

from shared.insight import splits
from shared.insight.attribution import Attribution, Credit
from shared.insight.counters import Counters
from shared.insight.explanations import HOLDOUT, SECTIONS
from shared.insight.funnel import funnel
from shared.insight.holdout import Holdout, Verdict
from shared.insight.journeys import Journeys
from shared.insight.kpis import kpis
from shared.insight.period import Period
from shared.insight.visit import WINDOW
from shared.web.contract.base import Contract
from shared.web.contract.overview import KpiShown, RevenueShown, Span
from shared.web.contract.period import PeriodQuery


class AnalyticsQuery(PeriodQuery):
    products: Annotated[int, Field(ge=1, le=100, description="How many products at most")] = 10


class JourneysQuery(PeriodQuery):
    paths: Annotated[int, Field(ge=1, le=100, description="How many paths at most")] = 20


class _Section(Contract):
    period: Span
    tz: str
    explanation: str


class GroupShown(Contract):
    name: str
    sessions: int
    converted: Annotated[int, Field(description="Sessions with at least one order")]
    conversion_rate: float | None
    purchases: int
    revenue: list[RevenueShown]

    @classmethod
    def of(cls, group: splits.Group) -> "GroupShown":
        return cls(**asdict(group))


class ProductShown(Contract):
    client_id: str
    product_id: Annotated[str | None, Field(description="null: all products that were too many to count one by one")]
    recommended: Annotated[int, Field(description="Sessions whose recommendations hold it")]
    average_score: float | None
    clicked: int
    tried: int
    carted: int
    bought: Annotated[int, Field(description="Orders that hold it")]
    revenue: list[RevenueShown]

    @classmethod
    def of(cls, client_id: str, product: splits.ProductFigures) -> "ProductShown":
        return cls(client_id=client_id, **asdict(product))


class Analytics(_Section):
    before: Span
    kpis: list[KpiShown]
    platforms: list[GroupShown]
    devices: list[GroupShown]
    face_shapes: Annotated[list[GroupShown], Field(description='"none": no face was measured, or none was sure')]
    features: Annotated[list[GroupShown], Field(description="By feature used; a session may be in several")]
    products: Annotated[list[ProductShown], Field(description="The most recommended first")]
    other_products: Annotated[
        list[ProductShown], Field(description="What was counted together: a day holds 200 products one by one")
    ]

    @classmethod
    def of(
        cls, period: Period, total: Counters, before: Counters, by_client: Mapping[str, Counters], most: int
    ) -> "Analytics":
        listed = {client_id: splits.products(counters, most) for client_id, counters in by_client.items()}
        shown = [ProductShown.of(client_id, each) for client_id, (found, _) in listed.items() for each in found]
        shown.sort(key=lambda product: -product.recommended)
        others = [ProductShown.of(client_id, other) for client_id, (_, other) in listed.items() if other]
        return cls(
            **_section("analytics", period),
            before=Span.of(period.before()),
            kpis=[KpiShown.of(kpi) for kpi in kpis(total, before)],
            platforms=_groups(total, splits.PLATFORM),
            devices=_groups(total, splits.DEVICE),
            face_shapes=_groups(total, splits.SHAPE),
            features=_groups(total, splits.FEATURE),
            products=shown[:most],
            other_products=others,
        )


class FunnelStep(Contract):
    step: str
    sessions: Annotated[int, Field(description="That took this step")]
    share: Annotated[float | None, Field(description="Of all sessions")]
    before: Annotated[int, Field(description="That took it in the period before")]
    at_least: Annotated[int, Field(description="That took this step or a later one: never grows")]
    continued: Annotated[float | None, Field(description="Of those that came at least to the step before")]


class Funnel(_Section):
    sessions: int
    steps: list[FunnelStep]

    @classmethod
    def of(cls, period: Period, now: Counters, before: Counters) -> "Funnel":
        steps = [FunnelStep(**asdict(step)) for step in funnel(now, before)]
        return cls(**_section("funnel", period), sessions=int(now["sessions"]), steps=steps)


class LinkShown(Contract):
    place: Annotated[int, Field(description="Of the source in the path, from 1; so no link leads back")]
    source: str
    target: Annotated[str, Field(description='A step, or "end"')]
    sessions: int


class PathShown(Contract):
    steps: Annotated[list[str], Field(description="Each where it was first taken; empty: no event told of the visit")]
    sessions: int
    share: float | None


class JourneysShown(_Section):
    sessions: int
    links: list[LinkShown]
    paths: list[PathShown]
    other_sessions: Annotated[int, Field(description="On paths that are not listed")]

    @classmethod
    def of(cls, period: Period, sessions: float, found: Journeys) -> "JourneysShown":
        return cls(
            **_section("journeys", period),
            sessions=int(sessions),
            links=[LinkShown(**asdict(link)) for link in found.links],
            paths=[PathShown(**asdict(path)) for path in found.paths],
            other_sessions=found.other_sessions,
        )


class CreditShown(Contract):
    purchases: int
    revenue: list[RevenueShown]

    @classmethod
    def of(cls, credit: Credit) -> "CreditShown":
        return cls(**asdict(credit))


class FeatureCreditShown(Contract):
    feature: Annotated[str, Field(description='"none": nothing was used within the window')]
    assisted: Annotated[CreditShown | None, Field(description="Orders before which it was used")]
    last_touch: Annotated[CreditShown, Field(description="Orders before which it was used last; add up to the whole")]


class AttributionShown(_Section):
    window_hours: Annotated[float, Field(description="Before the order, within the visit")]
    whole: CreditShown
    features: list[FeatureCreditShown]

    @classmethod
    def of(cls, period: Period, found: Attribution) -> "AttributionShown":
        features = [
            FeatureCreditShown(
                feature=each.feature,
                assisted=CreditShown.of(each.assisted) if each.assisted else None,
                last_touch=CreditShown.of(each.last_touch),
            )
            for each in found.features
        ]
        hours = WINDOW.total_seconds() / 3600
        whole = CreditShown.of(found.whole)
        return cls(**_section("attribution", period), window_hours=hours, whole=whole, features=features)


class LiftShown(Contract):
    absolute: Annotated[float, Field(description="Conversion rate with the product less the one without")]
    low: Annotated[float, Field(description="Of the interval that holds the true difference 95 times in 100")]
    high: float
    p: Annotated[float, Field(description="Two-sided, of no difference")]
    relative: Annotated[float | None, Field(description="By the rate without; null where that is 0")]


class RatioShown(Contract):
    expected_share: float
    share: float
    p: float
    suspect: bool


class HoldoutShown(_Section):
    verdict: Verdict
    meaning: str
    treated: GroupShown
    held_out: GroupShown
    lift: LiftShown | None
    sample_ratio: RatioShown | None

    @classmethod
    def of(cls, period: Period, found: Holdout) -> "HoldoutShown":
        return cls(
            **_section("holdout", period),
            verdict=found.verdict,
            meaning=HOLDOUT[found.verdict],
            treated=GroupShown.of(found.treated),
            held_out=GroupShown.of(found.held_out),
            lift=_lift(found),
            sample_ratio=_ratio(found),
        )


def _lift(found: Holdout) -> LiftShown | None:
    if found.lift is None:
        return None
    by = found.lift.conversion
    return LiftShown(absolute=by.by, low=by.low, high=by.high, p=by.p, relative=found.lift.relative)


def _ratio(found: Holdout) -> RatioShown | None:
    if found.ratio is None or found.expected_share is None:
        return None
    share = found.held_out.sessions / (found.held_out.sessions + found.treated.sessions)
    return RatioShown(expected_share=found.expected_share, share=share, p=found.ratio.p, suspect=found.ratio.suspect)


def _groups(counters: Counters, by: str) -> list[GroupShown]:
    return [GroupShown.of(group) for group in splits.groups(counters, by)]


def _section(name: str, period: Period) -> dict[str, Any]:
    return {"period": Span.of(period), "tz": period.zone.key, "explanation": SECTIONS[name]}
