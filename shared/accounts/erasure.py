"""Everything of a client, gone: page by page, so that what is cut off half-way goes on where it ended."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from shared.accounts.directory import CLIENTS
from shared.accounts.scope import SYSTEM
from shared.platform.ports.clock import Clock, NewId, parse_timestamp, timestamp
from shared.platform.ports.documents import AlreadyExists, Delete, Document, Documents, Increment, Query, Update
from shared.platform.ports.files import Files
from shared.platform.tenant import ClientDocuments

ERASED_CLIENTS = "erased_clients"
KEPT = timedelta(days=10 * 365)  # the receipt: an id, times and counts
AT_ONCE = 400
SERVED_ON = timedelta(minutes=1)  # a closed client's keys are known for `directory.CACHE_S` more


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
        if receipt is None:
            self._begin(client_id)
        begun_at, until = parse_timestamp(self._kept(client_id).body["begunAt"]), monotonic() + longest_s
        nobody_writes = self._clock() - begun_at >= SERVED_ON  # by then; what came before is taken by this very call
        whole = self._erase_documents(client_id, until) and self._erase_files(client_id, file_prefixes, until)
        if whole and nobody_writes:
            self._system.update(ERASED_CLIENTS, _receipt_id(client_id), {"endedAt": timestamp(self._clock())})
            self._documents.delete(CLIENTS, client_id)  # last: until then the erasure can be asked for again
        return _erasure(self._kept(client_id).body)

    def _begin(self, client_id: str) -> None:
        now = self._clock()
        body: dict[str, Any] = {"receiptId": self._new_id(), "begunAt": timestamp(now), "endedAt": None, "counts": {}}
        with suppress(AlreadyExists):  # another call began it at this moment
            self._system.create(ERASED_CLIENTS, _receipt_id(client_id), body, expires_at=now + KEPT)

    def _erase_documents(self, client_id: str, until: float) -> bool:
        """Each page is counted on the receipt in its own batch, to the version read before it: of two calls at once
        one comes too late (`Stale`), and no page is lost or counted twice."""
        documents = ClientDocuments(self._documents, client_id)
        for collection in self._collections:
            receipt = self._kept(client_id)
            while page := documents.query(Query(collection, {}, limit=AT_ONCE, fields=("clientId",))).items:
                counted = Update(
                    ERASED_CLIENTS, receipt.id, {f"counts.{collection}": Increment(len(page))}, receipt.version
                )
                self._documents.batch([*(Delete(collection, document.id) for document in page), counted])
                if monotonic() > until:
                    return False
                receipt = self._kept(client_id)
        return True

    def _erase_files(self, client_id: str, prefixes: Sequence[str], until: float) -> bool:
        for prefix in prefixes:
            for file in self._files.list(f"{prefix}/{client_id}/"):
                if self._files.delete(file.path):
                    self._system.update(ERASED_CLIENTS, _receipt_id(client_id), {"counts.files": Increment(1)})
                if monotonic() > until:
                    return False
        return True

    def _kept(self, client_id: str) -> Document:
        receipt = self._system.get(ERASED_CLIENTS, _receipt_id(client_id))
        if receipt is None:
            raise ClientUnknown
        return receipt

    def _receipt(self, client_id: str) -> dict[str, Any] | None:
        stored = self._system.get(ERASED_CLIENTS, _receipt_id(client_id))
        return dict(stored.body) if stored else None


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
