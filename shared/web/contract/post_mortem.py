"""What was learnt from an incident."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shared.support.incident import Action, Moment, PostMortem
from shared.web.contract.base import Contract, Id
from shared.web.contract.written import Label, Paragraphs, Remark


def _time(given: Any) -> Any:
    """Beside a path, a body is read as Python's values and not as JSON, where times and numbers are no text."""
    return datetime.fromisoformat(given) if isinstance(given, str) else given


def _day(given: Any) -> Any:
    return date.fromisoformat(given) if isinstance(given, str) else given


class MomentWritten(Contract):
    at: Annotated[datetime, BeforeValidator(_time)]
    text: Annotated[Remark, Field(max_length=500)]

    @model_validator(mode="after")
    def _with_zone(self) -> "MomentWritten":
        if self.at.tzinfo is None:
            raise ValueError("at must name its zone, such as 2026-11-22T10:00:00Z")
        return self


class ActionWritten(Contract):
    text: Annotated[Remark, Field(max_length=500)]
    owner: Label
    due: Annotated[date | None, BeforeValidator(_day)] = None
    done: bool = False


class PostMortemWritten(Contract):
    incident_id: Id
    cause: Paragraphs
    impact: Paragraphs
    timeline: list[MomentWritten] = Field(default_factory=list, max_length=50)
    actions: list[ActionWritten] = Field(default_factory=list, max_length=30)
    long_term_plan: Paragraphs | None = None
    published: Annotated[bool, Field(description="Read by the clients concerned")] = False

    def record(self) -> PostMortem:
        return PostMortem(
            cause=self.cause,
            impact=self.impact,
            timeline=tuple(Moment(at=one.at, text=one.text) for one in self.timeline),
            actions=tuple(
                Action(text=one.text, owner=one.owner, due=one.due.isoformat() if one.due else None, done=one.done)
                for one in self.actions
            ),
            long_term_plan=self.long_term_plan or "",
            published=self.published,
        )


class PublishedPostMortem(Contract):
    cause: str
    impact: str
    timeline: list[Moment]
    long_term_plan: str

    @classmethod
    def of(cls, written: PostMortem | None) -> "PublishedPostMortem | None":
        """None before it is published."""
        if written is None or not written.published:
            return None
        return cls(
            cause=written.cause,
            impact=written.impact,
            timeline=list(written.timeline),
            long_term_plan=written.long_term_plan,
        )
