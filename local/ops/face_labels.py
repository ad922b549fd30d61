"""What shoppers said of their own face shape, for a refit of the model: nothing in it leads back to anyone."""

import json
from collections.abc import Iterator
from typing import Any

from shared.accounts.directory import CLIENTS
from shared.platform.ports.documents import Documents, Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import ANALYSES
from shared.shopper.every import every

_PAGE = 500


def face_labels(documents: Documents) -> list[str]:
    """A line of JSON for each session of any shop whose shopper named a shape: that word, what the model had
    answered, and what it rests on. Without ids and times, in an order that says nothing of when."""
    return sorted(line for client_id in _shops(documents) for line in _of(ClientDocuments(documents, client_id)))


def _shops(documents: Documents) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = documents.query(Query(CLIENTS, {}, limit=_PAGE, cursor=cursor))
        yield from (document.id for document in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _of(documents: ClientDocuments) -> Iterator[str]:
    """The last word of each session: one person who measures often counts once."""
    last: dict[str, dict[str, Any]] = {}
    for analysis in every(documents, ANALYSES, {"corrected": True}):
        before = last.get(analysis.body["sessionId"])
        if "shapeBasis" in analysis.body and (before is None or _when(before) < _when(analysis.body)):
            last[analysis.body["sessionId"]] = analysis.body
    return (_line(body) for body in last.values())


def _when(body: dict[str, Any]) -> str:
    return str(body["label"]["at"])


def _line(body: dict[str, Any]) -> str:
    said = {"shape": body["label"]["shape"], "answered": body["label"]["answered"]}
    return json.dumps({**said, **body["shapeBasis"]})
