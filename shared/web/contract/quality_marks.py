"""Marks on the time line, with what was before and after them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shared.quality.marks import Mark
from shared.quality.sample import Difference, Sample
from shared.web.contract.base import Contract, Id, Time
from shared.web.contract.period import PeriodQuery
from shared.web.contract.written import Remark

Scope = Literal["platform", "client"]


class MarksQuery(PeriodQuery):
    days: Annotated[int, Field(ge=1, le=60, description="How long before and after are, at most")] = 7


class MarkSet(Contract):
    """A super admin who names no client marks the time line of all of them."""

    client_id: Id | None = None
    at: Annotated[datetime | None, Field(description="RFC 3339; absent: now")] = None
    text: Annotated[Remark, Field(max_length=200)]

    @model_validator(mode="after")
    def _with_zone(self) -> "MarkSet":
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("at must name its zone, such as 2026-11-22T10:00:00Z")
        return self


class MarkNamed(Contract):
    mark_id: Id


class SideShown(Contract):
    start: Annotated[Time, Field(alias="from")]
    end: Annotated[Time, Field(alias="to")]
    conversations: int
    overall: float | None

    @classmethod
    def of(cls, start: datetime, end: datetime, sample: Sample) -> "SideShown":
        return cls(start=start, end=end, conversations=sample.count, overall=sample.mean)


class DifferenceShown(Contract):
    points: Annotated[float, Field(description="Mean after less mean before")]
    low: Annotated[float, Field(description="With `high` the interval at 95 %: Welch's, by the normal distribution")]
    high: float
    enough: Annotated[bool, Field(description="30 conversations or more on both sides")]
    shown: Annotated[bool, Field(description="There are enough, and the interval does not span 0")]

    @classmethod
    def of(cls, one: Difference) -> "DifferenceShown":
        return cls(points=one.points, low=one.low, high=one.high, enough=one.enough, shown=one.is_shown)


class MarkShown(Contract):
    mark_id: str
    scope: Annotated[Scope, Field(description="platform: it concerns every client")]
    at: Time
    text: str
    by: Annotated[str | None, Field(description="null for clients where the platform's people set it")]
    before: SideShown | None
    after: SideShown | None
    difference: Annotated[DifferenceShown | None, Field(description="null: fewer than two conversations on a side")]

    @classmethod
    def of(
        cls,
        mark: Mark,
        scope: Scope,
        by: str | None,
        sides: tuple[SideShown, SideShown] | None,
        difference: Difference | None,
    ) -> "MarkShown":
        return cls(
            mark_id=mark.mark_id,
            scope=scope,
            at=mark.at,
            text=mark.text,
            by=by,
            before=sides[0] if sides else None,
            after=sides[1] if sides else None,
            difference=DifferenceShown.of(difference) if difference else None,
        )


class MarkList(Contract):
    marks: Annotated[list[MarkShown], Field(description="The latest first")]
    explanation: str


class MarkRemoved(Contract):
    mark_id: str
