"""Journey events from the shop's pages: each counts once, however often it is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import AlreadyExists, ArrayUnion, Create
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, event_document_id
from shared.shopper.session import Session, Sessions

TASTE_EVENTS = {
    "liked": frozenset({"recommendation_clicked", "try_on", "add_to_cart", "purchase"}),
    "dismissed": frozenset({"recommendation_dismissed"}),
}
MEASUREMENTS = frozenset({"web_vital"})  # made by a browser alone: no act of the shopper, and no step of a journey
MOST_OF_TASTE = 200  # products of each kind; a session's record does not grow without end


@dataclass(frozen=True)
class JourneyEvent:
    event_id: str
    type: str
    at: datetime
    facts: dict[str, Any]  # productId, orderId, value, … as the contract calls them

    @property
    def is_measurement(self) -> bool:
        return self.type in MEASUREMENTS


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

    def _create(self, session: Session, new: Iterable[tuple[str, JourneyEvent]], keep_until: datetime) -> None:
        received, events = timestamp(self._clock()), list(new)
        writes = [Create(EVENTS, id, _body(session, event, received), expires_at=keep_until) for id, event in events]
        if writes:
            # The session is touched in the same batch, so that events never outlive an erased session.
            seen = self._sessions.change(session.session_id, _seen(session, [event for _, event in events], received))
            self._documents.batch([*writes, seen])


def _seen(session: Session, events: Sequence[JourneyEvent], received: str) -> dict[str, Any]:
    """What the events change of the session: where they are measurements alone, nothing."""
    if all(event.is_measurement for event in events):
        return {"sessionId": session.session_id}  # as it is
    return {"lastSeenAt": received, **_taste(session, events)}


def _taste(session: Session, events: Sequence[JourneyEvent]) -> dict[str, ArrayUnion]:
    """What the events say of the shopper's taste, as changes of the session, up to so many products."""
    known = {"liked": session.liked, "dismissed": session.dismissed}
    told = {field: tuple(dict.fromkeys(_products(events, types))) for field, types in TASTE_EVENTS.items()}
    return {
        field: ArrayUnion(product_ids)
        for field, product_ids in told.items()
        if product_ids and len(known[field]) < MOST_OF_TASTE
    }


def _products(events: Iterable[JourneyEvent], types: Collection[str]) -> Iterable[str]:
    return (event.facts["productId"] for event in events if event.type in types and "productId" in event.facts)


def _body(session: Session, event: JourneyEvent, received: str) -> dict[str, Any]:
    return {
        "eventId": event.event_id,
        "sessionId": session.session_id,
        "type": event.type,
        "at": timestamp(event.at),
        "receivedAt": received,
        **event.facts,
    }
