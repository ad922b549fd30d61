"""A ticket: a request for help, from a shopper by the chat or from the admin site."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from shared.support.record import Author, Record, Time

Status = Literal["open", "pending", "resolved", "closed"]
Priority = Literal["p1", "p2", "p3"]
Source = Literal["chat", "admin"]

WORKFLOW: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "workflow.json").read_text("utf-8"))
TRANSITIONS: Mapping[Status, list[Status]] = WORKFLOW["transitions"]
TOP_LEVEL = max(level["level"] for level in WORKFLOW["levels"])
# With the lengths that the contract allows, a full ticket stays below the store's 1 MiB.
MOST_NOTES, MOST_REPLIES, MOST_ARTICLES, MOST_HISTORY = 60, 40, 20, 200


class Note(Record):
    """Internal: read by the author's own side, and by super admins."""

    note_id: str
    at: Time
    author: Author
    text: str


class Reply(Record):
    """What was answered to whoever asked; kept here, not sent: a shopper's address is not known."""

    reply_id: str
    at: Time
    author: Author
    text: str
    template_id: str | None = None


class Escalation(Record):
    at: Time
    author: Author
    level: int
    reason: str


class Step(Record):
    """One entry of the history: which field went from what to what. Texts are not repeated here."""

    at: Time
    author: Author
    what: str
    before: str | None = None
    after: str | None = None


class Assignee(Record):
    user_id: str
    name: str


class Ticket(Record):
    """`session_id` is that of the shopper's session it belongs to, and is erased with. What a hand-over of the chat
    does not write has its default here."""

    ticket_id: str
    source: Source
    status: Status
    at: Time
    updated_at: Time
    priority: Priority = "p3"
    subject: str | None = None
    description: str | None = None
    session_id: str | None = None
    reason: str | None = None  # the intent that a person was to answer
    language: str | None = None
    asked: int = 1
    requester: Author | None = None
    assignee: Assignee | None = None
    level: int = 1
    first_responded_at: Time | None = None
    pending_since: Time | None = None
    paused_seconds: float = 0  # pending, since it was opened or opened again
    reopened_at: Time | None = None
    resolved_at: Time | None = None
    closed_at: Time | None = None
    article_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    replies: tuple[Reply, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    history: tuple[Step, ...] = ()

    @property
    def title(self) -> str:
        return self.subject or f"The chat handed over to a person ({self.reason or 'no reason given'})"

    @property
    def is_over(self) -> bool:
        return self.status in ("resolved", "closed")

    @property
    def began(self) -> datetime:
        """From when the time to a resolution counts."""
        return self.reopened_at or self.at
