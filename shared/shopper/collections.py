"""Where a shopper's data lies. Every document but the session itself carries the session's id."""

SESSIONS = "sessions"
MESSAGES, ANALYSES, CONSENTS, EVENTS, IMPRESSIONS = "messages", "analyses", "consents", "events", "impressions"
TICKETS = "tickets"  # opened for a shopper whom a person is to help
REPLAYS = "replays"  # answers kept for repeated requests
OF_A_SHOPPER = (MESSAGES, ANALYSES, CONSENTS, EVENTS, IMPRESSIONS, TICKETS, REPLAYS)
WITH_A_FACE = (ANALYSES, IMPRESSIONS)  # what exists, or was ordered, because of a measured face
ERASURES = "erasures"  # receipts: an id, a time and counts


def event_document_id(session_id: str, event_id: str) -> str:
    """An event's id is its sender's, and so unique within its session alone."""
    return f"{session_id}:{event_id}"
