"""Marks on the time line: what was changed, and when, so that before and after can be compared."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.platform.ports.clock import parse_timestamp, timestamp
from shared.platform.ports.documents import Create, Delete, Document, Query
from shared.platform.tenant import ClientDocuments

MARKS = "quality_marks"
MOST_MARKS = 200  # of one client: they are read whole
KEPT = timedelta(days=800)  # as long as the counters beside it


class TooManyMarks(Exception):
    """The client has `MOST_MARKS`."""


@dataclass(frozen=True)
class Mark:
    mark_id: str
    at: datetime
    text: str
    by: str  # an e-mail address


class Marks:
    """One client's, or, of `SYSTEM`, those that concern every client."""

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def every(self) -> list[Mark]:
        """The latest first."""
        page = self._documents.query(Query(MARKS, {}, limit=MOST_MARKS))
        return sorted((mark_of(document) for document in page.items), key=lambda mark: mark.at, reverse=True)

    def added(self, mark: Mark, now: datetime) -> Create:
        """For a batch. Raises `TooManyMarks`."""
        if len(self.every()) >= MOST_MARKS:
            raise TooManyMarks
        body = {"markId": mark.mark_id, "at": timestamp(mark.at), "text": mark.text, "by": mark.by}
        return Create(MARKS, mark.mark_id, body, expires_at=now + KEPT)

    @staticmethod
    def removed(mark_id: str) -> Delete:
        return Delete(MARKS, mark_id)


def mark_of(document: Document) -> Mark:
    body = document.body
    return Mark(document.id, parse_timestamp(body["at"]), body["text"], body["by"])
