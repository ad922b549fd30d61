"""All of a query's documents, page by page."""

from collections.abc import Iterator
from dataclasses import replace

from shared.platform.ports.documents import Document, Documents, Query


def pages(documents: Documents, query: Query) -> Iterator[list[Document]]:
    """`query` says by its limit how many at once; those of a page may be changed or erased before the next is asked
    for."""
    while True:
        page = documents.query(query)
        if page.items:
            yield page.items
        if page.next_cursor is None:
            return
        query = replace(query, cursor=page.next_cursor)
