"""A handover's ticket."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.platform.ports.documents import Stale
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import OF_A_SHOPPER, TICKETS
from shared.support.record import Author
from shared.support.ticket_changes import with_priority
from shared.support.tickets import Handover, Tickets

NOW = datetime(2026, 11, 28, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def asked(message_id: str, reason: str = "person") -> Handover:
    return Handover("s-1", reason, "de", message_id)


def test_a_session_has_one_ticket_however_often_a_person_is_asked_for(documents: ClientDocuments) -> None:
    tickets = Tickets(documents)
    for message_id, reason in (("m-1", "person"), ("m-2", "delivery")):
        ticket_id, write = tickets.handed_over(asked(message_id, reason), at=NOW, keep_until=LATER)
        documents.batch([write])
    stored = documents.get(TICKETS, ticket_id)
    assert stored is not None
    assert (stored.body["asked"], stored.body["reason"], stored.body["lastMessageId"]) == (2, "delivery", "m-2")
    assert (stored.body["status"], stored.body["firstMessageId"], stored.body["language"]) == ("open", "m-1", "de")


def test_a_ticket_goes_with_its_shopper_when_all_is_erased() -> None:
    assert TICKETS in OF_A_SHOPPER


def test_a_settled_ticket_is_open_again_when_a_person_is_asked_for_anew(documents: ClientDocuments) -> None:
    """K1."""
    tickets = Tickets(documents)
    ticket_id, write = tickets.handed_over(asked("m-1"), at=NOW, keep_until=LATER)
    documents.batch([write])
    documents.update(TICKETS, ticket_id, {"status": "closed", "resolvedAt": "2026-11-28T00:00:00.000Z"})
    documents.batch([tickets.handed_over(asked("m-2"), at=NOW, keep_until=LATER)[1]])
    ticket = tickets.get(ticket_id).ticket
    assert (ticket.status, ticket.asked, ticket.resolved_at, ticket.reopened_at) == ("open", 2, None, NOW)
    assert ticket.history[-1].author.role == "chat"


def test_of_two_changes_at_once_the_second_is_told_that_it_came_too_late(documents: ClientDocuments) -> None:
    """K1: else it would take back what the first has written."""
    tickets, eva = Tickets(documents), Author(user_id="eva", name="eva@one.example", role="client")
    ticket_id, write = tickets.handed_over(asked("m-1"), at=NOW, keep_until=LATER)
    documents.batch([write])
    read = tickets.get(ticket_id)
    documents.batch([tickets.changed(read, with_priority(read.ticket, "p1", eva, NOW))])
    with pytest.raises(Stale):
        documents.batch([tickets.changed(read, with_priority(read.ticket, "p2", eva, NOW))])
    assert tickets.get(ticket_id).ticket.priority == "p1"
