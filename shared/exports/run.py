"""Makes an export's file: taken up by one process at a time, begun anew after a crash, offered only when whole."""

import errno
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.accounts.client import Client
from shared.exports.export import Export
from shared.exports.files import MEDIA_TYPES, ROW_FILES
from shared.exports.ledger import EXPORTS, MOST_ATTEMPTS, Abandoned, Exports
from shared.exports.sink import Counted, Sink
from shared.exports.sources import SOURCES
from shared.exports.table import Cell, Head, Table, moment_of
from shared.platform import log
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.ports.files import Files
from shared.platform.tenant import ClientDocuments

REPORT_ROWS = 2000  # between two looks at the clock
REPORT_EVERY = timedelta(seconds=1)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass
class _Run:
    """`export` is the record as this process last wrote it: each report of progress binds to it."""

    export: Export
    exports: Exports
    clock: Clock
    reported_at: datetime
    rows: int = 0

    def report(self, progress: float) -> None:
        """Raises `Abandoned`."""
        self.export = self.exports.report(self.export, progress, self.rows)
        self.reported_at = self.clock()

    @property
    def is_due(self) -> bool:
        return self.rows % REPORT_ROWS == 0 and self.clock() - self.reported_at >= REPORT_EVERY


class Runner:
    def __init__(self, documents: ClientDocuments, files: Files, clock: Clock) -> None:
        self._documents = documents
        self._files = files
        self._clock = clock
        self._exports = Exports(documents, clock)

    def run(self, export_id: str, client: Client) -> None:
        """Does nothing for an export that is finished or deleted. Raises `Leased` for one that another works on.

        What fails is to be tried again, so it is raised; after the last attempt the export is failed, with a reason.
        """
        export = self._exports.take_up(export_id)
        if export is None:
            return
        run = _Run(export, self._exports, self._clock, self._clock())
        try:
            self._make(run, client)
        except Abandoned:
            log.info("export abandoned", exportId=export_id, rows=run.rows)
        except Exception as error:  # noqa: BLE001 - whatever failed, the record says so
            self._failed(run, error)

    def _make(self, run: _Run, client: Client) -> None:
        path = run.export.path
        with self._files.writer(path, MEDIA_TYPES[run.export.format]) as file:
            counted = Counted(file)
            self._write(run, client, counted)
            run.report(1.0)  # the last moment to find that it was deleted, or that another has taken it up
        try:
            self._exports.finish(run.export, rows=run.rows, size=counted.size)
        except Abandoned:
            self._withdraw(run.export)
            raise
        log.info("export done", exportId=run.export.export_id, rows=run.rows, size=counted.size)

    def _write(self, run: _Run, client: Client, file: Sink) -> None:
        if run.export.format == "pdf":
            from shared.exports.report.document import write_report

            run.rows = write_report(file, self._documents, client, run.export.period, self._clock())
            return
        table = SOURCES[run.export.kind](self._documents, run.export.period, self._clock)
        into = ROW_FILES[run.export.format](file, self._head(run.export, client, table))
        for row in table.rows:
            into.add(row)
            run.rows += 1
            if run.is_due:
                run.report(_progress(run.export, row.get(table.timed_by), newest_first=table.newest_first))
        into.end()

    def _head(self, export: Export, client: Client, table: Table) -> Head:
        period = export.period
        return Head(
            export.kind,
            export.client_id,
            client.name,
            period.start,
            period.end,
            period.zone.key,
            self._clock(),
            table.columns,
        )

    def _withdraw(self, export: Export) -> None:
        """Deleted between its last report and the file's appearance: nothing stays. Taken up by another: theirs."""
        if self._documents.get(EXPORTS, export.export_id) is None:
            self._files.delete(export.path)

    def _failed(self, run: _Run, error: Exception) -> None:
        """Whoever deleted or took it up meanwhile has no use for what happened here."""
        last = run.export.attempts >= MOST_ATTEMPTS
        if last:
            log.error("export given up", cause=error, exportId=run.export.export_id)
        with suppress(Abandoned):
            if last:
                self._exports.fail(run.export, _reason(error))
            else:
                self._exports.give_back(run.export)
        if not last:
            raise error


def _progress(export: Export, at: Cell, *, newest_first: bool) -> float:
    """How much of the period lies behind, up to 0.99: the end is another's to tell."""
    moment, period = moment_of(at), export.period
    if moment is None:
        return export.progress
    moment = moment if moment.tzinfo else moment.replace(tzinfo=period.zone)
    behind = period.end - moment if newest_first else moment - period.start
    return min(max(behind / (period.end - period.start), 0.0), 0.99)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return "There was no room for the file: choose a shorter range, or ask an administrator for room."
    if isinstance(error, StoreUnavailable):
        return "The data could not be read or the file not be stored in time: try again later."
    return "It could not be made, and we have kept a note of why: try again, or choose a shorter range."
