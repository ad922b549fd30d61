"""A handover's ticket."""

from datetime import UTC, datetime, timedelta

from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import OF_A_SHOPPER, TICKETS
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
