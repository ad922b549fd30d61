"""What is kept of a shopper, shown and erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import Delete, Document, Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import ERASURES, OF_A_SHOPPER, REPLAYS, SESSIONS
from shared.shopper.session import SessionNotFound

RECEIPT_KEPT = timedelta(days=30)
_BATCH = 400


@dataclass(frozen=True)
class Erasure:
    receipt_id: str
    at: datetime
    counts: dict[str, int]


class Privacy:
    """Works on ended sessions too: the right to see and to erase does not end with the visit."""

    def __init__(self, documents: ClientDocuments, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def kept(self, session_id: str) -> dict[str, Any]:
        """Every stored field of the session by collection. Raises `SessionNotFound`."""
        session = self._documents.get(SESSIONS, session_id)
        if session is None:
            raise SessionNotFound
        kept = {name: self._records(name, session_id) for name in OF_A_SHOPPER if name != REPLAYS}
        return {"session": session.body, **kept}  # replays are copies of answers made of these

    def erase(self, session_id: str) -> Erasure:
        """Erases all of it; asked again, the first receipt. Raises `SessionNotFound`.

        The session goes first: from then on nothing can be added to it, and what is left can be erased in any order.
        """
        if self._documents.get(SESSIONS, session_id) is None and not self._left(session_id):
            return self._receipt(session_id)
        counts = {SESSIONS: int(self._documents.delete(SESSIONS, session_id))}
        for name in OF_A_SHOPPER:
            counts[name] = self._erase_all(name, session_id)
        erasure = Erasure(self._new_id(), self._clock(), counts)
        body = {"receiptId": erasure.receipt_id, "at": timestamp(erasure.at), "counts": counts}
        self._documents.replace(ERASURES, session_id, body, expires_at=erasure.at + RECEIPT_KEPT)
        return erasure

    def _records(self, collection: str, session_id: str) -> list[dict[str, Any]]:
        """Oldest first."""
        return sorted((document.body for document in self._of(collection, session_id)), key=lambda body: body["at"])

    def _receipt(self, session_id: str) -> Erasure:
        stored = self._documents.get(ERASURES, session_id)
        if stored is None:
            raise SessionNotFound
        return Erasure(stored.body["receiptId"], parse_timestamp(stored.body["at"]), stored.body["counts"])

    def _left(self, session_id: str) -> bool:
        """True after an erasure that was cut off half-way."""
        return any(self._of(name, session_id) for name in OF_A_SHOPPER)

    def _of(self, collection: str, session_id: str) -> list[Document]:
        found: list[Document] = []
        cursor: str | None = None
        while True:
            page = self._documents.query(Query(collection, {"sessionId": session_id}, limit=_BATCH, cursor=cursor))
            found += page.items
            if page.next_cursor is None:
                return found
            cursor = page.next_cursor

    def _erase_all(self, collection: str, session_id: str) -> int:
        found = self._of(collection, session_id)
        for start in range(0, len(found), _BATCH):
            self._documents.batch([Delete(collection, document.id) for document in found[start : start + _BATCH]])
        return len(found)
