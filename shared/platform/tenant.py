"""One client's view of the document store: the only way by which rooms reach a client's data."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from shared.platform.ports.documents import (
    Aggregate,
    AlreadyExists,
    Body,
    Changes,
    Create,
    Delete,
    Document,
    DocumentError,
    Documents,
    Missing,
    Neighbour,
    Page,
    Query,
    Replace,
    Stale,
    StoreUnavailable,
    Update,
    Write,
)

CLIENT_ID = "clientId"
_ATTEMPTS = 60  # a race is lost to a writer that has won it, so this many in a row are a fault
_LONGEST_PAUSE_S = 0.05
_random = random.SystemRandom()

T = TypeVar("T")
_Key = tuple[str, str]  # collection, id


class WrongClient(DocumentError):
    """A body, a change or a filter names another client than the one served."""


class ClientDocuments:
    """Implements `Documents`; every document carries `clientId`, and another client's document is absent.

    An update or replacement is written only to the version whose owner was read, so that a document which changes
    hands in between is left alone; when the caller asked for no version it is tried again. The port's delete knows no
    version: it relies on ids that never pass from one client to another, being random or carrying the client's id.
    With other ids, `create` and `replace` raise `AlreadyExists` where another client uses the id.
    """

    def __init__(self, documents: Documents, client_id: str) -> None:
        if not client_id:
            raise ValueError("a client's id is not empty")
        self._documents = documents
        self.client_id = client_id

    def create(self, collection: str, id: str, body: Body, *, expires_at: datetime | None = None) -> str:
        return self._documents.create(collection, id, self._stamped(body), expires_at=expires_at)

    def get(self, collection: str, id: str) -> Document | None:
        document = self._documents.get(collection, id)
        return document if document is not None and self._owns(document) else None

    def get_many(self, collection: str, ids: Sequence[str]) -> list[Document]:
        return [document for document in self._documents.get_many(collection, ids) if self._owns(document)]

    def replace(
        self,
        collection: str,
        id: str,
        body: Body,
        *,
        expires_at: datetime | None = None,
        if_version: str | None = None,
    ) -> str:
        asked = Replace(collection, id, self._stamped(body), expires_at, if_version)

        def attempt() -> str:
            match self._owned_replace(asked, self._documents.get(collection, id)):
                case Create():
                    return self._create_or_stale(asked)
                case Replace(if_version=version):
                    return self._documents.replace(
                        collection, id, asked.body, expires_at=expires_at, if_version=version
                    )

        return _settled(attempt, may_repeat=if_version is None)

    def update(self, collection: str, id: str, changes: Changes, *, if_version: str | None = None) -> str:
        asked = Update(collection, id, self._checked(changes), if_version)

        def attempt() -> str:
            owned = self._owned_update(asked, self._documents.get(collection, id))
            return self._documents.update(collection, id, changes, if_version=owned.if_version)

        return _settled(attempt, may_repeat=if_version is None)

    def delete(self, collection: str, id: str) -> bool:
        return self.get(collection, id) is not None and self._documents.delete(collection, id)

    def query(self, query: Query) -> Page:
        return self._documents.query(self._narrowed(query))

    def aggregate(self, query: Query, *, sums: Sequence[str] = (), averages: Sequence[str] = ()) -> Aggregate:
        return self._documents.aggregate(self._narrowed(query), sums=sums, averages=averages)

    def nearest(self, query: Query, field: str, vector: Sequence[float], limit: int) -> list[Neighbour]:
        return self._documents.nearest(self._narrowed(query), field, vector, limit)

    def batch(self, writes: Sequence[Write]) -> None:
        """Deleting what is another client's does nothing, like deleting nothing; any other such write fails all."""
        asked = [self._own(write) for write in writes]
        unconditional = all(getattr(write, "if_version", None) is None for write in asked)
        _settled(lambda: self._attempt_batch(asked), may_repeat=unconditional)

    def _attempt_batch(self, writes: Sequence[Write]) -> None:
        stored = self._stored(writes)
        owned = self._owned_writes(writes, stored)
        try:
            if owned:
                self._documents.batch(owned)
        except AlreadyExists:
            if self._stored(writes).keys() == stored.keys():
                raise
            raise Stale("a document to be replaced was created meanwhile") from None

    def _owned_writes(self, writes: Sequence[Write], stored: Mapping[_Key, Document]) -> list[Write]:
        """Each write bound to the version read; a second write of a document follows the first unbound."""
        owned: list[Write] = []
        bound: set[_Key] = set()
        for write in writes:
            key = (write.collection, write.id)
            allowed = write if key in bound else self._owned(write, stored.get(key))
            if allowed is not None:
                owned.append(allowed)
                bound.add(key)
        return owned

    def _owned(self, write: Write, stored: Document | None) -> Write | None:
        match write:
            case Create():
                return write
            case Replace():
                return self._owned_replace(write, stored)
            case Update():
                return self._owned_update(write, stored)
            case Delete():
                return write if stored is not None and self._owns(stored) else None

    def _owned_replace(self, write: Replace, stored: Document | None) -> Create | Replace:
        if stored is not None and self._owns(stored):
            return replace(write, if_version=write.if_version or stored.version)
        if write.if_version is not None:
            raise Stale(f"{write.collection}/{write.id}")
        if stored is not None:
            raise AlreadyExists(f"{write.collection}/{write.id}")
        return Create(write.collection, write.id, write.body, write.expires_at)

    def _owned_update(self, write: Update, stored: Document | None) -> Update:
        if stored is None or not self._owns(stored):
            raise Missing(f"{write.collection}/{write.id}")
        return replace(write, if_version=write.if_version or stored.version)

    def _create_or_stale(self, write: Replace) -> str:
        try:
            return self._documents.create(write.collection, write.id, write.body, expires_at=write.expires_at)
        except AlreadyExists:
            raise Stale(f"{write.collection}/{write.id} was created meanwhile") from None

    def _stored(self, writes: Sequence[Write]) -> dict[_Key, Document]:
        """What is stored now of the documents to be changed, whoever owns it."""
        ids: dict[str, dict[str, None]] = {}
        for write in writes:
            if not isinstance(write, Create):
                ids.setdefault(write.collection, {})[write.id] = None
        return {
            (collection, document.id): document
            for collection, wanted in ids.items()
            for document in self._documents.get_many(collection, list(wanted))
        }

    def _own(self, write: Write) -> Write:
        match write:
            case Create() | Replace():
                return replace(write, body=self._stamped(write.body))
            case Update():
                self._checked(write.changes)
        return write

    def _owns(self, document: Document) -> bool:
        return document.body.get(CLIENT_ID) == self.client_id

    def _stamped(self, body: Body) -> Body:
        if body.get(CLIENT_ID, self.client_id) != self.client_id:
            raise WrongClient("the body names another client")
        return {**body, CLIENT_ID: self.client_id}

    def _checked(self, changes: Changes) -> Changes:
        for path, change in changes.items():
            if path.split(".")[0] == CLIENT_ID and (path != CLIENT_ID or change != self.client_id):
                raise WrongClient("a document stays with its client")
        return changes

    def _narrowed(self, query: Query) -> Query:
        if query.where.get(CLIENT_ID, self.client_id) != self.client_id:
            raise WrongClient("the filter names another client")
        return replace(query, where={CLIENT_ID: self.client_id, **query.where})


def _settled(attempt: Callable[[], T], *, may_repeat: bool) -> T:
    """The first attempt that loses no race. Raises `StoreUnavailable` when none does."""
    if not may_repeat:
        return attempt()
    for lost in range(_ATTEMPTS):
        try:
            return attempt()
        except Stale:
            time.sleep(_random.uniform(0, min(_LONGEST_PAUSE_S, 0.002 * (lost + 1))))
    raise StoreUnavailable(f"{_ATTEMPTS} writes in a row met a newer version")
