"""Incidents, as the team sees them and as clients are told of them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shared.support.incident import (
    LEVELS,
    CheckedStep,
    Deadline,
    Entry,
    Incident,
    IncidentStatus,
    Level,
    PostMortem,
    StakeholderUpdate,
    escalation,
    minutes_to,
    response,
)
from shared.support.record import Author
from shared.support.templates import Audience
from shared.web.contract.base import Contract, Id, Listed, Time
from shared.web.contract.post_mortem import PublishedPostMortem
from shared.web.contract.ticket import Values
from shared.web.contract.written import Label, Paragraphs, Remark, Title


def _number(given: Any) -> Any:
    return int(given) if isinstance(given, str) and given.isascii() and given.isdigit() else given


class IncidentQuery(Listed):
    client_id: Id | None = None
    status: IncidentStatus | None = None
    level: Level | None = None
    drill: bool | None = None


class IncidentOpened(Contract):
    client_id: Annotated[Id | None, Field(description="Whom it concerns; absent: the whole platform")] = None
    title: Title
    level: Level
    drill: Annotated[bool, Field(description="It is played, to learn; clients are not told")] = False
    impact: Paragraphs | None = None


class IncidentNamed(Contract):
    incident_id: Id


class IncidentChange(IncidentNamed):
    """What is left out stays. The first `cause` sets the time at which it was found."""

    status: IncidentStatus | None = None
    level: Level | None = None
    cause: Paragraphs | None = None


class StepChecked(IncidentNamed):
    step: Annotated[int, BeforeValidator(_number), Field(ge=1, le=20, description="Counted from 1")]
    done: bool = True


class EntryWritten(IncidentNamed):
    text: Remark


class HandedOn(IncidentNamed):
    to: Annotated[Label, Field(description="Whom it was handed on to")]


class UpdateWritten(IncidentNamed):
    """Either `text`, or `templateId` with the values that the incident does not know. What is told to `clients` is
    read by the clients concerned from then on."""

    audience: Audience
    text: Paragraphs | None = None
    template_id: Id | None = None
    values: Values = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_of_both(self) -> "UpdateWritten":
        if (self.text is None) == (self.template_id is None):
            raise ValueError("send either text or templateId")
        return self


class LevelReply(Contract):
    level: Level
    title: str
    response_minutes: int
    escalation_minutes: Annotated[int, Field(description="0: at once")]
    steps: list[str]

    @classmethod
    def every(cls) -> "list[LevelReply]":
        return [cls.model_validate({"level": level, **facts}) for level, facts in LEVELS.items()]


class LevelList(Contract):
    levels: list[LevelReply]


class ToldReply(Contract):
    """What is said to clients."""

    at: Time
    text: str


class IncidentRow(Contract):
    incident_id: str
    client_id: Annotated[str | None, Field(description="null: it concerns the whole platform")]
    title: str
    level: Level
    status: IncidentStatus
    drill: bool
    at: Time
    updated_at: Time
    acknowledged_at: Time | None
    mitigated_at: Time | None
    resolved_at: Time | None
    response: Deadline
    escalation: Deadline
    told: Annotated[list[ToldReply], Field(description="What clients were told, the oldest first")]
    post_mortem: Annotated[PublishedPostMortem | None, Field(description="Once it is published")]

    @classmethod
    def of(cls, incident: Incident, client_id: str | None, now: datetime) -> "IncidentRow":
        told = [ToldReply(at=one.at, text=one.text) for one in incident.updates if one.audience == "clients"]
        return cls(
            incident_id=incident.incident_id,
            client_id=client_id,
            title=incident.title,
            level=incident.level,
            status=incident.status,
            drill=incident.drill,
            at=incident.at,
            updated_at=incident.updated_at,
            acknowledged_at=incident.acknowledged_at,
            mitigated_at=incident.mitigated_at,
            resolved_at=incident.resolved_at,
            response=response(incident, now),
            escalation=escalation(incident, now),
            told=told,
            post_mortem=PublishedPostMortem.of(incident.post_mortem),
        )


class IncidentList(Contract):
    items: list[IncidentRow]
    next_cursor: Annotated[str | None, Field(description="A page may hold fewer than asked for and have a next")]


class InnerFacts(Contract):
    """For the team alone."""

    opened_by: Author
    alert_id: str | None
    impact: str | None
    steps: list[CheckedStep]
    timeline: list[Entry]
    updates: list[StakeholderUpdate]
    acknowledged_by: Author | None
    escalated_at: Time | None
    cause: str | None
    cause_found_at: Time | None
    post_mortem: PostMortem | None
    minutes_to_acknowledge: float | None
    minutes_to_cause: float | None
    minutes_to_mitigate: float | None
    minutes_to_resolve: float | None

    @classmethod
    def of(cls, incident: Incident) -> "InnerFacts":
        return cls(
            opened_by=incident.opened_by,
            alert_id=incident.alert_id,
            impact=incident.impact,
            steps=list(incident.steps),
            timeline=list(incident.timeline),
            updates=list(incident.updates),
            acknowledged_by=incident.acknowledged_by,
            escalated_at=incident.escalated_at,
            cause=incident.cause,
            cause_found_at=incident.cause_found_at,
            post_mortem=incident.post_mortem,
            minutes_to_acknowledge=minutes_to(incident, incident.acknowledged_at),
            minutes_to_cause=minutes_to(incident, incident.cause_found_at),
            minutes_to_mitigate=minutes_to(incident, incident.mitigated_at),
            minutes_to_resolve=minutes_to(incident, incident.resolved_at),
        )


class IncidentReply(IncidentRow):
    team: Annotated[InnerFacts | None, Field(description="null for clients")]
