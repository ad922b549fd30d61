"""One list out of the documents of several clients, the newest first, page by page."""

import base64
import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.platform.ports.documents import Document, InvalidCursor, Order, Query, Range
from shared.platform.tenant import ClientDocuments

MOST_READ = 1000  # for one page: a filter that meets little gives a short page and goes on with the next
_LEAST_AT_ONCE, _MOST_AT_ONCE = 5, 100


@dataclass(frozen=True)
class Found:
    client_id: str
    document: Document


@dataclass(frozen=True)
class Newest:
    """`read` documents were looked at for these. A page may hold fewer than asked for, even none, and have a next."""

    items: list[Found]
    next_cursor: str | None
    read: int


def newest(
    stores: Sequence[ClientDocuments],
    query: Query,
    *,
    by: str,
    limit: int,
    cursor: str | None = None,
    keep: Callable[[Found], bool] = lambda _: True,
    most_read: int = MOST_READ,
) -> Newest:
    """Those of `query` that `keep` lets through, by the time in the field `by`, the latest first.

    Raises `InvalidCursor` for what no page before has given.
    """
    after = _position(cursor) if cursor else None
    at_once = min(_MOST_AT_ONCE, max(_LEAST_AT_ONCE, 2 * limit // max(1, len(stores))))
    streams = [_stream(store, query, by, after, at_once) for store in stores]
    items: list[Found] = []
    read, last = 0, ("", "")
    for found in heapq.merge(*streams, key=lambda one: _key(one, by), reverse=True):
        if len(items) == limit or read == most_read:
            return Newest(items, _cursor(last), read)
        read, last = read + 1, _key(found, by)
        if keep(found):
            items.append(found)
    return Newest(items, None, read)


def _stream(
    store: ClientDocuments, query: Query, by: str, after: tuple[str, str] | None, at_once: int
) -> Iterator[Found]:
    page_query = replace(query, range=_from(query.range, by, after), order=Order(by, descending=True), limit=at_once)
    while True:
        page = store.query(page_query)
        for document in page.items:
            found = Found(store.client_id, document)
            if after is None or _key(found, by) < after:
                yield found
        if page.next_cursor is None:
            return
        page_query = replace(page_query, cursor=page.next_cursor)


def _from(span: Range | None, by: str, after: tuple[str, str] | None) -> Range | None:
    """What is left of `span`; a place behind its end leaves the whole."""
    if after is None or (span and span.lt is not None and span.lt <= after[0]):
        return span
    return Range(by, ge=span.ge if span else None, gt=span.gt if span else None, le=after[0])


def _key(found: Found, by: str) -> tuple[str, str]:
    return found.document.body[by], found.document.id


def _cursor(position: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def _position(cursor: str) -> tuple[str, str]:
    try:
        value: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text that a store takes
    except (ValueError, RecursionError):
        raise InvalidCursor(cursor) from None
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        raise InvalidCursor(cursor)
    return value[0], value[1]
