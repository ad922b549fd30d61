"""Indexes are built once, and no request waits for one longer than it may."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from shared.catalogue import kept_indexes
from shared.catalogue.index import CatalogueIndex
from shared.catalogue.kept_indexes import KeptIndexes
from shared.platform.patience import one_request
from shared.platform.ports.documents import StoreUnavailable
from tests.unit.discovery.frames import frame


def _index(*ids: str) -> CatalogueIndex:
    return CatalogueIndex.of([frame(id, client_id="one") for id in ids])


def test_one_index_is_built_for_all_who_ask() -> None:
    kept, built = KeptIndexes(), []

    def build() -> CatalogueIndex:
        time.sleep(0.1)
        built.append(1)
        return _index("a")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: kept.of("one", "v1", build), range(8)))
    assert len(built) == 1
    assert all(index is found[0] for index in found)
    assert kept.of("one", "v2", lambda: _index("b")).product_ids == ("b",)


def test_a_request_does_not_wait_for_a_large_catalogue_and_the_next_one_finds_it() -> None:
    kept, read = KeptIndexes(), Event()

    def build() -> CatalogueIndex:
        assert read.wait(10)
        return _index("a")

    with one_request(budget_s=0.1), pytest.raises(StoreUnavailable):
        kept.of("one", "v1", build)
    read.set()
    assert kept.of("one", "v1", lambda: _index("never")).product_ids == ("a",)


def test_the_indexes_unused_for_longest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_indexes, "MOST_PRODUCTS", 6)
    kept, built = KeptIndexes(), list[str]()

    def ask(client_id: str) -> None:
        def build() -> CatalogueIndex:
            built.append(client_id)
            return _index("a", "b")

        kept.of(client_id, "v1", build)

    for client_id in ("one", "two", "one", "three", "four", "one", "two"):
        ask(client_id)
    assert built == ["one", "two", "three", "four", "two"]


def test_while_a_new_index_takes_long_the_one_before_serves_and_one_build_runs() -> None:
    kept, read, builds = KeptIndexes(), Event(), list[int]()
    earlier = kept.of("one", "v1", lambda: _index("a"))

    def build() -> CatalogueIndex:
        builds.append(1)
        assert read.wait(10)
        return _index("b")

    for version in ("v2", "v3", "v4"):
        with one_request(budget_s=0.1):
            assert kept.of("one", version, build) is earlier
    assert len(builds) == 1
    read.set()
    assert kept.of("one", "v4", build).product_ids == ("b",)


def test_a_build_that_fails_is_tried_again() -> None:
    kept = KeptIndexes()

    def fail() -> CatalogueIndex:
        raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable, match="away"):
        kept.of("one", "v1", fail)
    assert kept.of("one", "v1", lambda: _index("a")).product_ids == ("a",)
