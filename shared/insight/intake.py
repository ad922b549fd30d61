"""Journey events from the shop's pages: each counts once, however often it is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import AlreadyExists, Create
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, event_document_id
from shared.shopper.session import Session, Sessions


@dataclass(frozen=True)
class JourneyEvent:
    event_id: str
    type: str
    at: datetime
    facts: dict[str, Any]  # productId, orderId, value, currency, durationMs, widgetLoadTime


@dataclass(frozen=True)
class Intake:
    accepted: list[JourneyEvent]
    duplicates: int


class EventLog:
    def __init__(self, documents: ClientDocuments, sessions: Sessions, clock: Clock) -> None:
        self._documents = documents
        self._sessions = sessions
        self._clock = clock

    def record(self, session: Session, events: Sequence[JourneyEvent], *, keep_until: datetime) -> Intake:
        """Stores the events that are new. An `event_id` is unique within its session."""
        by_id = {event_document_id(session.session_id, event.event_id): event for event in reversed(events)}
        known = {document.id for document in self._documents.get_many(EVENTS, list(by_id))}
        new = {id: event for id, event in reversed(by_id.items()) if id not in known}
        try:
            self._create(session, new.items(), keep_until)
            accepted = list(new.values())
        except AlreadyExists:  # the same events are being recorded by another request at this moment
            accepted = [event for id, event in new.items() if self._created(session, id, event, keep_until)]
        return Intake(accepted, len(events) - len(accepted))

    def _created(self, session: Session, id: str, event: JourneyEvent, keep_until: datetime) -> bool:
        try:
            self._create(session, [(id, event)], keep_until)
        except AlreadyExists:
            return False
        return True

    def _create(self, session: Session, events: Iterable[tuple[str, JourneyEvent]], keep_until: datetime) -> None:
        received = timestamp(self._clock())
        writes = [Create(EVENTS, id, _body(session, event, received), expires_at=keep_until) for id, event in events]
        if writes:
            # The session is touched in the same batch, so that events never outlive an erased session.
            seen = self._sessions.change(session.session_id, {"lastSeenAt": received})
            self._documents.batch([*writes, seen])


def _body(session: Session, event: JourneyEvent, received: str) -> dict[str, Any]:
    return {
        "eventId": event.event_id,
        "sessionId": session.session_id,
        "type": event.type,
        "at": timestamp(event.at),
        "receivedAt": received,
        **event.facts,
    }
