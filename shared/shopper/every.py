"""All documents of a query, however many, and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.platform.ports.documents import Delete, Document, Query
from shared.platform.tenant import ClientDocuments

_AT_ONCE = 400  # the store takes 500 writes in a batch


def every(documents: ClientDocuments, collection: str, where: Mapping[str, Any]) -> Iterator[Document]:
    cursor: str | None = None
    while True:
        page = documents.query(Query(collection, where, limit=_AT_ONCE, cursor=cursor))
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def erase_every(documents: ClientDocuments, collection: str, where: Mapping[str, Any]) -> int:
    """How many there were."""
    found = [document.id for document in every(documents, collection, where)]
    for start in range(0, len(found), _AT_ONCE):
        documents.batch([Delete(collection, id) for id in found[start : start + _AT_ONCE]])
    return len(found)
