"""All documents of a query, however many, and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.platform.pages import pages as all_pages
from shared.platform.ports.documents import Delete, Document, Query
from shared.platform.tenant import ClientDocuments

AT_ONCE = 400  # the store takes 500 writes in a batch
ID_ALONE = ("sessionId",)  # a projection to what the query knows already: ids come without bodies


def every(documents: ClientDocuments, collection: str, where: Mapping[str, Any]) -> Iterator[Document]:
    for page in pages(documents, collection, where):
        yield from page


def pages(
    documents: ClientDocuments,
    collection: str,
    where: Mapping[str, Any],
    fields: tuple[str, ...] | None = None,
) -> Iterator[list[Document]]:
    """At most `AT_ONCE` documents each; those of a page may be changed or erased before the next is asked for."""
    return all_pages(documents, Query(collection, where, limit=AT_ONCE, fields=fields))


def erase_every(documents: ClientDocuments, collection: str, where: Mapping[str, Any]) -> None:
    """Page by page: what is cut off half-way has less to do when it is asked for again."""
    for page in pages(documents, collection, where, ID_ALONE):
        documents.batch([Delete(collection, document.id) for document in page])
