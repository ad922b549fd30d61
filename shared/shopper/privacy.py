"""What is kept of a shopper, shown and erased."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Body,
    Create,
    Delete,
    Document,
    Documents,
    Query,
    Replace,
    Stale,
)
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.shopper.collections import ERASURES, OF_A_SHOPPER, REPLAYS, SESSIONS
from shared.shopper.every import AT_ONCE, ID_ALONE, every, pages
from shared.shopper.session import SessionNotFound

RECEIPT_KEPT = timedelta(days=30)
# A replay may stand for any id that was ever asked for, so that it alone is no trace of a shopper.
_TRACES = tuple(name for name in OF_A_SHOPPER if name != REPLAYS)


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
        kept = {name: self._records(name, session_id) for name in _TRACES}
        return {"session": session.body, **kept}  # replays are copies of answers made of these

    def erase(self, session_id: str) -> Erasure:
        """Erases all of it; asked again, the first receipt. Raises `SessionNotFound`.

        The session goes first, and its receipt begins, without a time: from then on nobody finds the session and
        nothing can be added to it. What is left goes by the page, each counted on the receipt in the same batch.
        An erasure cut off at any point is so finished by the next, and the receipt counts what all of them took.
        """
        while True:
            with suppress(Stale, AlreadyExists):  # another request erases the same at this moment
                erasure = self._step(session_id)
                if erasure is not None:
                    return erasure

    def finish_begun(self) -> dict[str, int]:
        """Ends all erasures of this client's that were cut off, and counts what they took in all.

        Their sessions are gone, so that no search for sessions would ever come upon what is left.
        """
        counts = Counter[str]()
        for page in pages(self._documents, ERASURES, {"at": None}, ("at",)):
            for receipt in page:
                with suppress(SessionNotFound):  # its receipt has expired at this moment
                    counts.update(self.erase(receipt.id.partition(":")[2]).counts)
        return dict(counts)

    def _step(self, session_id: str) -> Erasure | None:
        """Takes the next page; the receipt when it was the last. Raises `Stale`, `AlreadyExists`, `SessionNotFound`.

        The receipt is read before the page and written to that version only: no page is counted twice.
        """
        receipt = self._receipt(session_id)
        under_way = receipt is not None and receipt.body["at"] is None
        page = self._page(session_id, OF_A_SHOPPER if under_way else _TRACES)
        if not page and not under_way:
            return self._finished(session_id)
        taken = Counter(delete.collection for delete in page)
        last = under_way and len(page) < AT_ONCE and SESSIONS not in taken
        body = self._counted(receipt.body if receipt else None, taken, last=last)
        self._documents.batch([*page, self._kept_as(session_id, receipt, body)])
        return _erasure(body) if last else None

    def _page(self, session_id: str, collections: Sequence[str]) -> list[Delete]:
        """The session by itself, so that nothing is added any more to what is then looked for."""
        if self._documents.get(SESSIONS, session_id) is not None:
            return [Delete(SESSIONS, session_id)]
        page: list[Delete] = []
        for name in collections:
            if len(page) < AT_ONCE:
                query = Query(name, {"sessionId": session_id}, limit=AT_ONCE - len(page), fields=ID_ALONE)
                page += [Delete(name, document.id) for document in self._documents.query(query).items]
        return page

    def _counted(self, before: Body | None, taken: Counter[str], *, last: bool) -> Body:
        """The receipt's body with this page; its time is that of the end."""
        counts = before["counts"] if before else {}
        return {
            "receiptId": before["receiptId"] if before else self._new_id(),
            "at": timestamp(self._clock()) if last else None,
            "counts": {name: counts.get(name, 0) + taken[name] for name in (SESSIONS, *OF_A_SHOPPER)},
        }

    def _kept_as(self, session_id: str, receipt: Document | None, body: Body) -> Create | Replace:
        id, until = self._receipt_id(session_id), self._clock() + RECEIPT_KEPT
        if receipt is None:
            return Create(ERASURES, id, body, expires_at=until)
        return Replace(ERASURES, id, body, expires_at=until, if_version=receipt.version)

    def _finished(self, session_id: str) -> Erasure | None:
        """Read after nothing was found: another request may have begun, or done, all of it meanwhile."""
        receipt = self._receipt(session_id)
        if receipt is None:
            raise SessionNotFound
        return None if receipt.body["at"] is None else _erasure(receipt.body)

    def _receipt(self, session_id: str) -> Document | None:
        return self._documents.get(ERASURES, self._receipt_id(session_id))

    def _receipt_id(self, session_id: str) -> str:
        return _receipt_id(self._documents.client_id, session_id)

    def _records(self, collection: str, session_id: str) -> list[dict[str, Any]]:
        """Oldest first."""
        found = every(self._documents, collection, {"sessionId": session_id})
        return sorted((document.body for document in found), key=lambda body: body["at"])


def erased_at(documents: Documents, client_ids: Sequence[str], session_id: str) -> str | None:
    """Which of these clients a session was with, by the receipt of its erasure; for who may act for all of them."""
    receipts = documents.get_many(ERASURES, [_receipt_id(client_id, session_id) for client_id in client_ids])
    return str(receipts[0].body[CLIENT_ID]) if receipts else None


def _receipt_id(client_id: str, session_id: str) -> str:
    return f"{client_id}:{session_id}"


def _erasure(body: Body) -> Erasure:
    return Erasure(body["receiptId"], parse_timestamp(body["at"]), body["counts"])
