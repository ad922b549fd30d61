"""The exports of one client: who takes which one up, how far it is, how it ended."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.exports.export import Export
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import Create, Delete, Missing, Order, Query, Stale
from shared.platform.tenant import ClientDocuments

EXPORTS = "exports"
MOST_UNFINISHED = 5  # of one client: one shop's reports do not keep all others waiting
MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=2)  # each report of progress renews it
FILE_KEPT = timedelta(days=7)  # Cloud Storage's lifecycle rule deletes at the same age
RECORD_KEPT = timedelta(days=90)


class ExportNotFound(Exception):
    """No such export of this client."""


class Leased(Exception):
    """Another process works on it at this moment, or died doing so; at `until` that is known."""

    def __init__(self, until: datetime) -> None:
        super().__init__(timestamp(until))
        self.until = until


class Abandoned(Exception):
    """The export was deleted, or another process has taken it up: there is nothing left to do here."""


@dataclass(frozen=True)
class Listed:
    """Newest first."""

    exports: list[Export]
    next_cursor: str | None


class Exports:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def unfinished(self) -> int:
        """How many wait or run, up to `MOST_UNFINISHED`."""
        query = Query(EXPORTS, {"unfinished": True}, limit=MOST_UNFINISHED, fields=("exportId",))
        return len(self._documents.query(query).items)

    @staticmethod
    def opening(export: Export) -> Create:
        """The write that begins it, for the batch with its audit record."""
        return Create(EXPORTS, export.export_id, export.to_body(), expires_at=export.created_at + RECORD_KEPT)

    @staticmethod
    def removal(export_id: str) -> Delete:
        """The write that ends it: whoever works on it finds so at the next report of progress, and stops."""
        return Delete(EXPORTS, export_id)

    def get(self, export_id: str) -> Export:
        """Raises `ExportNotFound`."""
        document = self._documents.get(EXPORTS, export_id)
        if document is None:
            raise ExportNotFound
        return Export.from_document(document)

    def listed(self, limit: int, cursor: str | None = None) -> Listed:
        order = Order("createdAt", descending=True)
        page = self._documents.query(Query(EXPORTS, {}, order=order, limit=limit, cursor=cursor))
        return Listed([Export.from_document(document) for document in page.items], page.next_cursor)

    def take_up(self, export_id: str) -> Export | None:
        """The export, leased to the caller; None when it is finished or deleted. Raises `Leased`.

        Counts the attempt. After `MOST_ATTEMPTS` that broke off without a word it is failed, and None.
        """
        while True:
            document = self._documents.get(EXPORTS, export_id)
            if document is None:
                return None
            with suppress(Stale, Missing, Abandoned):  # taken up, failed or deleted by another at this moment
                return self._taken_up(Export.from_document(document))

    def _taken_up(self, export: Export) -> Export | None:
        now = self._clock()
        if not export.unfinished:
            return None
        if export.lease_until and export.lease_until > now:
            raise Leased(export.lease_until)
        if export.attempts >= MOST_ATTEMPTS:
            self.fail(export, f"It broke off {MOST_ATTEMPTS} times: try again with a shorter range.")
            return None
        return self._changed(
            export, status="running", progress=0.0, rows=0, attempts=export.attempts + 1, lease_until=now + LEASE
        )

    def report(self, export: Export, progress: float, rows: int) -> Export:
        """Renews the lease. Raises `Abandoned`."""
        return self._held(export, progress=round(progress, 3), rows=rows, lease_until=self._clock() + LEASE)

    def finish(self, export: Export, *, rows: int, size: int) -> Export:
        """Its file is in place. Raises `Abandoned`."""
        now = self._clock()
        return self._held(
            export,
            status="done",
            progress=1.0,
            rows=rows,
            size=size,
            lease_until=None,
            finished_at=now,
            kept_until=now + FILE_KEPT,
            has_file=True,
        )

    def give_back(self, export: Export) -> Export:
        """It waits for the next attempt. Raises `Abandoned`."""
        return self._held(export, status="queued", progress=0.0, rows=0, lease_until=None)

    def fail(self, export: Export, reason: str) -> Export:
        """Raises `Abandoned`."""
        return self._held(export, status="failed", error=reason, lease_until=None, finished_at=self._clock())

    def without_file(self, export: Export) -> Export:
        """Its file has been deleted. Raises `Abandoned`."""
        return self._held(export, has_file=False)

    def _held(self, export: Export, **facts: Any) -> Export:
        try:
            return self._changed(export, **facts)
        except (Stale, Missing):
            raise Abandoned(export.export_id) from None

    def _changed(self, export: Export, **facts: Any) -> Export:
        """Only the export as it was read: raises `Stale`, `Missing`."""
        changed = replace(export, **facts)
        version = self._documents.update(
            EXPORTS, export.export_id, _differing(export, changed), if_version=export.version
        )
        return replace(changed, version=version)


def _differing(before: Export, after: Export) -> Mapping[str, Any]:
    old = before.to_body()
    return {name: value for name, value in after.to_body().items() if value != old[name]}
