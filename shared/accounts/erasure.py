"""Everything of a client, gone: page by page, so that what is cut off half-way goes on where it ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from shared.accounts.directory import CLIENTS
from shared.accounts.scope import SYSTEM
from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import Delete, Documents, Query
from shared.platform.ports.files import Files
from shared.platform.tenant import ClientDocuments

ERASED_CLIENTS = "erased_clients"
KEPT = timedelta(days=10 * 365)  # the receipt: an id, times and counts
AT_ONCE = 400


class ClientUnknown(Exception):
    """There is no such client, and none of that id was ever erased."""


class ClientServes(Exception):
    """The client is not closed: it may be written to at this moment."""


@dataclass(frozen=True)
class ClientErasure:
    """`ended_at` None: not all of it is gone yet, ask again. `counts` are of all calls together."""

    receipt_id: str
    begun_at: datetime
    ended_at: datetime | None
    counts: dict[str, int]


class ErasedClients:
    """`collections`: where documents of clients lie, without what is kept by law: records of changes, and bills."""

    def __init__(
        self, documents: Documents, files: Files, collections: Sequence[str], clock: Clock, new_id: NewId
    ) -> None:
        self._documents = documents
        self._system = ClientDocuments(documents, SYSTEM)
        self._files = files
        self._collections = collections
        self._clock = clock
        self._new_id = new_id

    def erase(self, client_id: str, file_prefixes: Sequence[str], longest_s: float) -> ClientErasure:
        """As much as `longest_s` allows. Asked again after the end, the same receipt. Raises `ClientUnknown`,
        `ClientServes`."""
        client = self._documents.get(CLIENTS, client_id)
        receipt = self._receipt(client_id)
        if client is None:
            if receipt is None or receipt["endedAt"] is None:
                raise ClientUnknown
            return _erasure(receipt)
        if client.body.get("status") != "closed":
            raise ClientServes
        receipt = receipt or {
            "receiptId": self._new_id(),
            "begunAt": timestamp(self._clock()),
            "endedAt": None,
            "counts": {},
        }
        done, counts = self._erase(client_id, file_prefixes, monotonic() + longest_s)
        receipt["counts"] = dict(Counter(receipt["counts"]) + counts)
        if done:
            receipt["endedAt"] = timestamp(self._clock())
        self._keep(client_id, receipt)
        if done:
            self._documents.delete(CLIENTS, client_id)  # last: until then the erasure can be asked for again
        return _erasure(receipt)

    def _erase(self, client_id: str, prefixes: Sequence[str], until: float) -> tuple[bool, Counter[str]]:
        documents, counts = ClientDocuments(self._documents, client_id), Counter[str]()
        for collection in self._collections:
            while page := documents.query(Query(collection, {}, limit=AT_ONCE, fields=("clientId",))).items:
                documents.batch([Delete(collection, document.id) for document in page])
                counts[collection] += len(page)
                if monotonic() > until:
                    return False, counts
        for prefix in prefixes:
            for file in self._files.list(f"{prefix}/{client_id}/"):
                counts["files"] += self._files.delete(file.path)
        return True, counts

    def _receipt(self, client_id: str) -> dict[str, Any] | None:
        stored = self._system.get(ERASED_CLIENTS, _receipt_id(client_id))
        return dict(stored.body) if stored else None

    def _keep(self, client_id: str, body: dict[str, Any]) -> None:
        self._system.replace(ERASED_CLIENTS, _receipt_id(client_id), body, expires_at=self._clock() + KEPT)


def was_erased(documents: Documents, client_id: str) -> bool:
    """What is kept by law still carries the id, which so can be no other client's."""
    return documents.get(ERASED_CLIENTS, _receipt_id(client_id)) is not None


def _receipt_id(client_id: str) -> str:
    return f"{SYSTEM}:{client_id}"


def _erasure(body: dict[str, Any]) -> ClientErasure:
    ended = body["endedAt"]
    return ClientErasure(
        body["receiptId"],
        parse_timestamp(body["begunAt"]),
        parse_timestamp(ended) if ended else None,
        {name: count for name, count in body["counts"].items() if count},
    )
