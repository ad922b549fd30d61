"""What is past its time: files, runs that nobody will end, files without a record."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from shared.exports.export import Export
from shared.exports.ledger import EXPORTS, Abandoned, Exports
from shared.platform.pages import pages
from shared.platform.ports.documents import Documents, Query
from shared.platform.ports.files import Files
from shared.platform.tenant import ClientDocuments

LONGEST_RUN = timedelta(days=1)
_AT_ONCE = 400


def sweep_exports(documents: Documents, files: Files, now: datetime) -> int:
    """Deletes the files of all clients that are past their time and those that no export names; how many they were.

    An export that has not ended after a day is failed, so that it does not count against its client for ever.
    """
    for export in _every(documents, unfinished=True):
        if export.created_at + LONGEST_RUN < now:
            with suppress(Abandoned):
                _of(documents, export, now).fail(export, "It did not end within a day: try again.")
    return _expired(documents, files, now) + _orphans(documents, files)


def _expired(documents: Documents, files: Files, now: datetime) -> int:
    swept = 0
    for export in _every(documents, hasFile=True):
        if export.kept_until is not None and export.kept_until <= now:
            swept += files.delete(export.path)
            with suppress(Abandoned):
                _of(documents, export, now).without_file(export)
    return swept


def _orphans(documents: Documents, files: Files) -> int:
    """Files that no export offers or still makes: what a deletion or a failure left behind that was cut off."""
    paths = [file.path for file in files.list("exports/")]
    swept = 0
    for first in range(0, len(paths), _AT_ONCE):
        ids = {path: _export_id(path) for path in paths[first : first + _AT_ONCE]}
        found = map(Export.from_document, documents.get_many(EXPORTS, list({*ids.values()} - {""})))
        wanted = {export.export_id for export in found if export.has_file or export.unfinished}
        swept += sum(files.delete(path) for path, id in ids.items() if id not in wanted)
    return swept


def _export_id(path: str) -> str:
    """Empty, which no export's id is, for a path that no export has."""
    return path.split("/")[2] if path.count("/") == 3 else ""


def _every(documents: Documents, **where: bool) -> Iterator[Export]:
    for page in pages(documents, Query(EXPORTS, where, limit=_AT_ONCE)):
        yield from map(Export.from_document, page)


def _of(documents: Documents, export: Export, now: datetime) -> Exports:
    return Exports(ClientDocuments(documents, export.client_id), lambda: now)
