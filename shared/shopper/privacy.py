"""What is kept of a shopper, shown and erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import AlreadyExists, Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import ERASURES, OF_A_SHOPPER, REPLAYS, SESSIONS
from shared.shopper.every import erase_every, every
from shared.shopper.session import SessionNotFound

RECEIPT_KEPT = timedelta(days=30)


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
            counts[name] = erase_every(self._documents, name, {"sessionId": session_id})
        erasure = Erasure(self._new_id(), self._clock(), counts)
        body = {"receiptId": erasure.receipt_id, "at": timestamp(erasure.at), "counts": counts}
        try:
            self._documents.create(ERASURES, self._receipt_id(session_id), body, expires_at=erasure.at + RECEIPT_KEPT)
        except AlreadyExists:  # another request erased at the same time, or finished an erasure that was cut off
            return self._receipt(session_id)
        return erasure

    def _records(self, collection: str, session_id: str) -> list[dict[str, Any]]:
        """Oldest first."""
        found = every(self._documents, collection, {"sessionId": session_id})
        return sorted((document.body for document in found), key=lambda body: body["at"])

    def _receipt(self, session_id: str) -> Erasure:
        stored = self._documents.get(ERASURES, self._receipt_id(session_id))
        if stored is None:
            raise SessionNotFound
        return Erasure(stored.body["receiptId"], parse_timestamp(stored.body["at"]), stored.body["counts"])

    def _receipt_id(self, session_id: str) -> str:
        return f"{self._documents.client_id}:{session_id}"

    def _left(self, session_id: str) -> bool:
        """True after an erasure that was cut off half-way. A replay may stand for any id that was ever asked for."""
        kinds = [name for name in OF_A_SHOPPER if name != REPLAYS]
        return any(self._documents.query(Query(name, {"sessionId": session_id}, limit=1)).items for name in kinds)
