"""A client's tickets: those that the chat opens, one for each session however often, and those of the admin site."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create, Document, Increment, Update
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS, TICKETS
from shared.support.conflict import NotThere
from shared.support.record import CHAT
from shared.support.ticket import Ticket
from shared.support.ticket_changes import asked_again

KEPT = timedelta(days=400)  # a ticket that belongs to no session


@dataclass(frozen=True)
class Handover:
    """`reason` is the intent that a person is to answer, `message_id` the shopper's message that asked for one."""

    session_id: str
    reason: str
    language: str
    message_id: str


@dataclass(frozen=True)
class Stored:
    ticket: Ticket
    version: str


class Tickets:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def handed_over(self, handover: Handover, *, at: datetime, keep_until: datetime) -> tuple[str, Create | Update]:
        """The ticket's id and the write that opens it, or adds to it while it is there; for the batch that stores the
        turn, so that nobody is promised a person without a ticket. One that was settled is open again."""
        ticket_id = f"chat-{handover.session_id}"
        stored = self._documents.get(TICKETS, ticket_id)
        if stored is None:
            return ticket_id, Create(TICKETS, ticket_id, _body(ticket_id, handover, at), expires_at=keep_until)
        before = Ticket.model_validate(stored.body)
        changes: dict[str, Any] = {
            **asked_again(before, CHAT, at).differing(before),
            "asked": Increment(1),
            "updatedAt": timestamp(at),
            "reason": handover.reason,
            "lastMessageId": handover.message_id,
        }
        return ticket_id, Update(TICKETS, ticket_id, changes)

    def get(self, ticket_id: str) -> Stored:
        """Raises `NotThere`."""
        stored = self._documents.get(TICKETS, ticket_id)
        if stored is None:
            raise NotThere("ticket")
        return Stored(ticket_of(stored), stored.version)

    @staticmethod
    def opened(ticket: Ticket, *, keep_until: datetime) -> list[Create | Update]:
        """For one batch. One of a session is kept no longer than the session, which must still be there: `Missing`
        in the batch means that it was erased."""
        create = Create(TICKETS, ticket.ticket_id, ticket.to_body(), expires_at=keep_until)
        if ticket.session_id is None:
            return [create]
        return [create, Update(SESSIONS, ticket.session_id, {"ticketId": ticket.ticket_id})]

    @staticmethod
    def changed(before: Stored, after: Ticket) -> Update:
        """To the ticket as it was read, else `Stale`."""
        return Update(TICKETS, after.ticket_id, after.differing(before.ticket), before.version)


def ticket_of(document: Document) -> Ticket:
    return Ticket.model_validate(document.body)


def _body(ticket_id: str, handover: Handover, at: datetime) -> dict[str, Any]:
    """What was said stays in the conversation, where it is erased with the session; the ticket points there."""
    return {
        "ticketId": ticket_id,
        "sessionId": handover.session_id,
        "source": "chat",
        "status": "open",
        "reason": handover.reason,
        "language": handover.language,
        "firstMessageId": handover.message_id,
        "lastMessageId": handover.message_id,
        "asked": 1,
        "at": timestamp(at),
        "updatedAt": timestamp(at),
    }
