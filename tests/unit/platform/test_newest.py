"""One list out of several clients' documents."""

import pytest

from shared.platform.newest import Newest, newest
from shared.platform.ports.documents import InvalidCursor, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform

TIMES = [f"2026-11-{day:02}T00:00:00.000Z" for day in (1, 2, 2, 3, 3, 3, 4)]


@pytest.fixture
def stores(platform: Platform) -> list[ClientDocuments]:
    stores = [ClientDocuments(platform.documents, name) for name in ("one", "two")]
    for place, at in enumerate(TIMES):
        for store in stores:
            store.create("tickets", f"{store.client_id}-{place}", {"at": at, "place": place})
    return stores


def _all(stores: list[ClientDocuments], limit: int, **given: object) -> list[Newest]:
    pages: list[Newest] = []
    cursor: str | None = None
    while not pages or cursor:
        pages.append(newest(stores, Query("tickets", {}), by="at", limit=limit, cursor=cursor, **given))  # type: ignore[arg-type]
        cursor = pages[-1].next_cursor
    return pages


@pytest.mark.parametrize("limit", [1, 2, 5, 14, 50])
def test_pages_hold_every_document_once_the_latest_first(stores: list[ClientDocuments], limit: int) -> None:
    pages = _all(stores, limit)
    found = [(one.document.body["at"], one.document.id) for page in pages for one in page.items]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 2 * len(TIMES)


def test_a_page_stops_at_what_may_be_read_and_goes_on(stores: list[ClientDocuments]) -> None:
    pages = _all(stores, 10, keep=lambda one: one.document.body["place"] == 0, most_read=4)
    assert [len(page.items) for page in pages] == [0, 0, 0, 2]
    assert all(page.read <= 4 for page in pages)


def test_a_range_holds_on_every_page(stores: list[ClientDocuments]) -> None:
    query = Query("tickets", {}, range=Range("at", ge=TIMES[1], lt=TIMES[-1]))
    first = newest(stores, query, by="at", limit=3)
    rest = newest(stores, query, by="at", limit=50, cursor=first.next_cursor)
    assert len(first.items) + len(rest.items) == 10


def test_a_place_behind_the_end_of_a_range_does_not_widen_it(stores: list[ClientDocuments]) -> None:
    behind = newest(stores, Query("tickets", {}), by="at", limit=1).next_cursor
    query = Query("tickets", {}, range=Range("at", lt=TIMES[3]))
    found = newest(stores, query, by="at", limit=50, cursor=behind)
    assert {one.document.body["at"] for one in found.items} == {TIMES[0], TIMES[1]}


@pytest.mark.parametrize("cursor", ["x", "W10", "e30", "WzEsMl0", "\u00e9", "WyIyMDIwXHVkODAwIiwieCJd", "a" * 1999])
def test_a_cursor_that_no_page_gave_is_refused(stores: list[ClientDocuments], cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        newest(stores, Query("tickets", {}), by="at", limit=3, cursor=cursor)
