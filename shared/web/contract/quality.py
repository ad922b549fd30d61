"""Conversation quality: the period, its conversations, and marks on the time line."""

import datetime
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from shared.insight.counters import Counters
from shared.insight.period import Period
from shared.quality.counted import BANDS
from shared.quality.explanations import COMPONENTS, ISSUES, SECTIONS
from shared.quality.finding import RULES
from shared.quality.sample import Sample
from shared.quality.suggestions import Suggestion
from shared.web.contract.base import Contract, Share
from shared.web.contract.overview import Span
from shared.web.contract.quality_marks import MarkShown


class Compared(Contract):
    name: str
    value: Annotated[float | None, Field(description="null: nothing to take the mean of")]
    before: Annotated[float | None, Field(description="In the period before")]
    change: Annotated[float | None, Field(description="value less before, in the same unit")]
    explanation: str

    @classmethod
    def of(cls, name: str, value: float | None, before: float | None, explanation: str) -> "Compared":
        change = None if value is None or before is None else value - before
        return cls(name=name, value=value, before=before, change=change, explanation=explanation)


class ComponentShown(Compared):
    weight: Annotated[Share, Field(description="Its share of the score where all components have evidence")]
    conversations: Annotated[int, Field(description="That gave evidence of it")]


class BandShown(Contract):
    at_least: int
    below: Annotated[int, Field(description="The last band holds 100 as well")]
    conversations: int
    before: int


class QualityDay(Contract):
    date: Annotated[datetime.date, Field(description="In the time zone asked for")]
    conversations: int
    overall: float | None
    satisfaction: float | None


class IssueShown(Contract):
    code: str
    conversations: int
    share: Annotated[Share | None, Field(description="Of the scored conversations")]
    before: int
    share_before: Share | None
    change: Annotated[float | None, Field(description="share less shareBefore")]
    explanation: str


class SuggestionShown(Contract):
    code: str
    about: str
    text: str
    conversations: int
    lost: Annotated[int, Field(description="Of these, in which the shopper gave up or was displeased")]
    examples: Annotated[list[str], Field(description="Session ids")]

    @classmethod
    def of(cls, one: Suggestion) -> "SuggestionShown":
        return cls(
            code=one.code,
            about=one.about,
            text=one.text,
            conversations=one.conversations,
            lost=one.lost,
            examples=list(one.examples),
        )


class SuggestionsShown(Contract):
    sessions_read: Annotated[int, Field(description="The newest of the period")]
    conversations: Annotated[int, Field(description="Of these, that were scored")]
    complete: Annotated[bool, Field(description="Every session of the period was read")]
    items: list[SuggestionShown]
    explanation: str


class ClientQuality(Contract):
    client_id: str
    conversations: int
    overall: float | None
    change: Annotated[float | None, Field(description="To the period before, in points")]
    satisfaction: float | None
    worst_issue: Annotated[str | None, Field(description="The code met in most conversations")]

    @classmethod
    def of(cls, client_id: str, now: Counters, before: Counters) -> "ClientQuality":
        met = now.under("quality.issues")
        compared = Compared.of("overall", Sample.of(now).mean, Sample.of(before).mean, "")
        return cls(
            client_id=client_id,
            conversations=int(now["quality.count"]),
            overall=compared.value,
            change=compared.change,
            satisfaction=satisfaction(now),
            worst_issue=max(met, key=lambda code: (met[code][""], code), default=None),
        )


class Quality(Contract):
    period: Span
    before: Span
    tz: str
    explanation: str
    conversations: int
    conversations_before: int
    overall: Annotated[Compared, Field(description="0 to 100")]
    satisfaction: Annotated[Compared, Field(description="1 to 5")]
    components: Annotated[list[ComponentShown], Field(description="0 to 1, the heaviest first")]
    distribution: list[BandShown]
    daily: list[QualityDay]
    issues: Annotated[list[IssueShown], Field(description="Those met in most conversations first")]
    suggestions: SuggestionsShown
    marks: list[MarkShown]
    clients: Annotated[
        list[ClientQuality] | None,
        Field(description="Client by client, the lowest mean first; null where one client is named"),
    ]
    explanations: Annotated[dict[str, str], Field(description="Of the parts of this section, by their name")]

    @classmethod
    def of(
        cls,
        period: Period,
        now: Counters,
        before: Counters,
        days: Sequence[tuple[datetime.date, Counters]],
        suggestions: SuggestionsShown,
        marks: list[MarkShown],
        clients: list[ClientQuality] | None,
    ) -> "Quality":
        means = Sample.of(now).mean, Sample.of(before).mean
        return cls(
            period=Span.of(period),
            before=Span.of(period.before()),
            tz=period.zone.key,
            explanation=SECTIONS["quality"],
            conversations=int(now["quality.count"]),
            conversations_before=int(before["quality.count"]),
            overall=Compared.of("overall", *means, SECTIONS["overall"]),
            satisfaction=Compared.of(
                "satisfaction", satisfaction(now), satisfaction(before), SECTIONS["satisfaction"]
            ),
            components=_components(now, before),
            distribution=_bands(now, before),
            daily=[_day(day, counters) for day, counters in days],
            issues=_issues(now, before),
            suggestions=suggestions,
            marks=marks,
            clients=clients,
            explanations=dict(SECTIONS),
        )


def satisfaction(counters: Counters) -> float | None:
    return _mean(counters["quality.satisfaction.sum"], counters["quality.count"])


def _mean(total: float, count: float) -> float | None:
    return total / count if count > 0 else None


def _components(now: Counters, before: Counters) -> list[ComponentShown]:
    shown: list[ComponentShown] = []
    for name, weight in sorted(RULES["weights"].items(), key=lambda item: -item[1]):
        path = f"quality.component.{name}"
        value, then = (_mean(each[f"{path}.sum"], each[f"{path}.count"]) for each in (now, before))
        compared = Compared.of(name, value, then, COMPONENTS[name])
        evidence = int(now[f"{path}.count"])
        shown.append(ComponentShown(**dict(compared), weight=weight, conversations=evidence))
    return shown


def _bands(now: Counters, before: Counters) -> list[BandShown]:
    width = 100 // BANDS
    return [
        BandShown(
            at_least=band * width,
            below=(band + 1) * width,
            conversations=int(now[f"quality.band.{band}"]),
            before=int(before[f"quality.band.{band}"]),
        )
        for band in range(BANDS)
    ]


def _day(day: datetime.date, counters: Counters) -> QualityDay:
    return QualityDay(
        date=day,
        conversations=int(counters["quality.count"]),
        overall=Sample.of(counters).mean,
        satisfaction=satisfaction(counters),
    )


def _issues(now: Counters, before: Counters) -> list[IssueShown]:
    shown: list[IssueShown] = []
    for code, explanation in ISSUES.items():
        met, met_before = (int(counters[f"quality.issues.{code}"]) for counters in (now, before))
        if not met and not met_before:
            continue
        shares = _mean(met, now["quality.count"]), _mean(met_before, before["quality.count"])
        change = None if shares[0] is None or shares[1] is None else shares[0] - shares[1]
        shown.append(
            IssueShown(
                code=code,
                conversations=met,
                share=shares[0],
                before=met_before,
                share_before=shares[1],
                change=change,
                explanation=explanation,
            )
        )
    return sorted(shown, key=lambda one: (-one.conversations, one.code))
