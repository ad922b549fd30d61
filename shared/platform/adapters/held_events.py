"""Events that wait in the document store for Pub/Sub to answer again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import Delete, Document, Documents, Order, Query, Range, Update

COLLECTION = "outbox"
POSTPONED = timedelta(minutes=5)


@dataclass(frozen=True)
class Event:
    id: str
    topic: str
    data: str  # JSON
    attributes: Mapping[str, str]

    @property
    def size(self) -> int:
        """Bytes, by and large."""
        texts = (self.id, self.data, *self.attributes.keys(), *self.attributes.values())
        return sum(len(text.encode()) for text in texts)


class HeldEvents:
    """Raises what `Documents` raises. Nothing held expires: only a confirmed publish ends it."""

    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def keep(self, event: Event) -> None:
        now = timestamp(self._clock())
        body = {
            "topic": event.topic,
            "data": event.data,
            "attributes": dict(event.attributes),
            "heldAt": now,
            "dueAt": now,
        }
        self._documents.create(COLLECTION, event.id, body)

    def due(self, limit: int) -> list[Event]:
        """The longest due first. A range on one field needs no composite index."""
        until = Range("dueAt", le=timestamp(self._clock()))
        page = self._documents.query(Query(COLLECTION, {}, until, Order("dueAt"), limit))
        return [_event(document) for document in page.items]

    def discard(self, events: Sequence[Event]) -> None:
        self._documents.batch([Delete(COLLECTION, event.id) for event in events])

    def postpone(self, events: Sequence[Event]) -> None:
        """Lets others go first."""
        later = timestamp(self._clock() + POSTPONED)
        for event in events:
            self._documents.batch([Update(COLLECTION, event.id, {"dueAt": later})])


def _event(document: Document) -> Event:
    body = document.body
    return Event(document.id, body["topic"], body["data"], body["attributes"])
