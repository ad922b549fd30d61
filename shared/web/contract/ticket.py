"""Tickets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from shared.support import sla
from shared.support.articles import Article
from shared.support.record import Author
from shared.support.templates import Template
from shared.support.ticket import (
    TRANSITIONS,
    WORKFLOW,
    Assignee,
    Escalation,
    Note,
    Priority,
    Reply,
    Source,
    Status,
    Step,
    Ticket,
)
from shared.web.contract.base import Contract, Id, Listed, Time
from shared.web.contract.written import Paragraphs, Remark, Title

Placeholder = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,40}$")]
Values = Annotated[dict[Placeholder, Remark], Field(max_length=20)]


class TicketQuery(Listed):
    client_id: Id | None = None
    status: Status | None = None
    priority: Priority | None = None
    assignee: Annotated[Id | None, Field(description="A user's id, or `none` for those of nobody")] = None
    source: Source | None = None
    overdue: Annotated[bool | None, Field(description="A clock has run out and is not met")] = None


class TicketOpened(Contract):
    client_id: Id | None = None
    subject: Title
    description: Annotated[Paragraphs | None, Field(description="Plain text")] = None
    priority: Priority = "p3"
    session_id: Annotated[
        Id | None, Field(description="The shopper's session that it is about; it is erased with that session")
    ] = None
    assignee: Annotated[Id | None, Field(description="A user's id")] = None


class TicketNamed(Contract):
    ticket_id: Id


class TicketChange(TicketNamed):
    """What is left out stays; `assignee` null takes it from whoever has it."""

    status: Status | None = None
    priority: Priority | None = None
    subject: Title | None = None
    assignee: Id | None = None


class NoteWritten(TicketNamed):
    text: Paragraphs


class TicketEscalated(TicketNamed):
    reason: Remark
    priority: Annotated[Priority | None, Field(description="Raised at the same time")] = None


class ReplyWritten(TicketNamed):
    """Either `text`, or `templateId` with the values of its placeholders that the ticket does not know."""

    text: Paragraphs | None = None
    template_id: Id | None = None
    values: Values = Field(default_factory=dict)
    preview: Annotated[bool, Field(description="Shows the text and keeps nothing")] = False

    @model_validator(mode="after")
    def _one_of_both(self) -> "ReplyWritten":
        if (self.text is None) == (self.template_id is None):
            raise ValueError("send either text or templateId")
        return self


class TemplateQuery(Contract):
    ticket_id: Annotated[Id | None, Field(description="Fills in what this ticket knows")] = None


class ClockReply(Contract):
    due_at: Time
    met_at: Time | None
    breached: bool
    paused: bool
    seconds_left: Annotated[int | None, Field(description="Negative when it is too late; null once it is met")]

    @classmethod
    def of(cls, clock: sla.Clock) -> "ClockReply":
        return cls(**dict(clock))


class TicketRow(Contract):
    ticket_id: str
    client_id: str
    source: Source
    status: Status
    priority: Priority
    subject: str
    session_id: str | None
    language: str | None
    asked: Annotated[int, Field(description="How often the shopper has asked for a person")]
    assignee: Assignee | None
    level: Annotated[int, Field(description="1 first line, 2 product support, 3 engineering")]
    at: Time
    updated_at: Time
    first_response: ClockReply
    resolution: ClockReply
    overdue: bool
    escalation_due: bool

    @classmethod
    def of(cls, ticket: Ticket, client_id: str, now: datetime) -> "TicketRow":
        return cls(
            client_id=client_id,
            subject=ticket.title,
            first_response=ClockReply.of(sla.first_response(ticket, now)),
            resolution=ClockReply.of(sla.resolution(ticket, now)),
            overdue=sla.is_overdue(ticket, now),
            escalation_due=sla.escalation_due(ticket, now),
            **{name: getattr(ticket, name) for name in _AS_THEY_ARE},
        )


_AS_THEY_ARE = (
    "ticket_id", "source", "status", "priority", "session_id", "language", "asked", "assignee", "level", "at",
    "updated_at",
)  # fmt: skip


class TicketList(Contract):
    items: list[TicketRow]
    next_cursor: Annotated[str | None, Field(description="A page may hold fewer than asked for and have a next")]


class LinkedArticle(Contract):
    article_id: str
    title: str


class TicketReply(TicketRow):
    description: str | None
    reason: Annotated[str | None, Field(description="The intent that the chat handed over")]
    requester: Author | None
    notes: Annotated[list[Note], Field(description="Internal: a super admin's are read by super admins alone")]
    replies: list[Reply]
    escalations: list[Escalation]
    history: list[Step]
    articles: list[LinkedArticle]
    may_become: list[Status]

    @classmethod
    def whole(
        cls, ticket: Ticket, client_id: str, now: datetime, notes: Sequence[Note], articles: Sequence[Article],
        may_become: Sequence[Status],
    ) -> "TicketReply":  # fmt: skip
        row = TicketRow.of(ticket, client_id, now)
        return cls(
            **dict(row),
            description=ticket.description,
            reason=ticket.reason,
            requester=ticket.requester,
            notes=list(notes),
            replies=list(ticket.replies),
            escalations=list(ticket.escalations),
            history=list(ticket.history),
            articles=[LinkedArticle(article_id=one.article_id, title=one.title) for one in articles],
            may_become=list(may_become),
        )


class ReplyResult(Contract):
    """`ticket` is null for a preview."""

    session_id: Annotated[str | None, Field(description="The session that the ticket belongs to")]
    text: str
    ticket: TicketReply | None


class TemplateReply(Contract):
    id: str
    title: str
    audience: Annotated[Literal["clients", "team", "management"] | None, Field(description="Of an incident's")]
    text: str
    placeholders: list[str]
    asks_for: Annotated[list[str], Field(description="Placeholders that the record does not know")]
    preview: Annotated[str, Field(description="With what is known filled in; the rest stays in braces")]

    @classmethod
    def of(cls, template: Template, values: Mapping[str, str]) -> "TemplateReply":
        return cls(
            id=template.id,
            title=template.title,
            audience=template.audience,
            text=template.text,
            placeholders=template.placeholders,
            asks_for=template.asks_for,
            preview=template.preview(values),
        )


class TemplateList(Contract):
    templates: list[TemplateReply]


class PriorityShown(Contract):
    priority: Priority
    first_response_minutes: int
    resolution_minutes: int


class SupportLevelShown(Contract):
    level: int
    name: str
    who: str
    does: str


class Workflow(Contract):
    priorities: list[PriorityShown]
    transitions: dict[Status, list[Status]]
    levels: Annotated[list[SupportLevelShown], Field(description="Through which a ticket is escalated")]

    @classmethod
    def in_force(cls) -> "Workflow":
        priorities = [
            PriorityShown.model_validate({"priority": name, **times}) for name, times in sla.ALLOWED.items()
        ]
        levels = [SupportLevelShown.model_validate(level) for level in WORKFLOW["levels"]]
        return cls(priorities=priorities, transitions=dict(TRANSITIONS), levels=levels)
