"""A ticket for the shop's team when a conversation is handed over: one for each session, however often."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create, Increment, Update
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import TICKETS


@dataclass(frozen=True)
class Handover:
    """`reason` is the intent that a person is to answer, `message_id` the shopper's message that asked for one."""

    session_id: str
    reason: str
    language: str
    message_id: str


class Tickets:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def handed_over(self, handover: Handover, *, at: datetime, keep_until: datetime) -> tuple[str, Create | Update]:
        """The ticket's id and the write that opens it, or adds to it while it is there; for the batch that stores the
        turn, so that nobody is promised a person without a ticket."""
        ticket_id = f"chat-{handover.session_id}"
        if self._documents.get(TICKETS, ticket_id) is None:
            return ticket_id, Create(TICKETS, ticket_id, _body(ticket_id, handover, at), expires_at=keep_until)
        changes: dict[str, Any] = {
            "asked": Increment(1),
            "updatedAt": timestamp(at),
            "reason": handover.reason,
            "lastMessageId": handover.message_id,
        }
        return ticket_id, Update(TICKETS, ticket_id, changes)


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
