"""A feed into the stored catalogue."""

from typing import Any

import pytest

from local.ops.catalogue_sync import sync
from local.ops.refused import Refused
from shared.catalogue.feed import Feed, read
from shared.catalogue.product import Images
from shared.catalogue.repository import Catalogue
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.unit.discovery.frames import frame


def _feed(*ids: str, **changes: Any) -> Feed:
    images = Images(front="https://shop.example/front.png")
    rows = [frame(id, images=images, client_id="one", **changes).model_dump(mode="json", by_alias=True) for id in ids]
    return read(rows, "one")


def _ids(documents: ClientDocuments) -> set[str]:
    return set(Catalogue(documents).index().product_ids)


def test_the_catalogue_becomes_the_feed(documents: ClientDocuments) -> None:
    """D15: added, changed and removed products show at once in the index that ranking reads."""
    sync(documents, _feed("a", "b", "c"), allow_removal=False)
    assert _ids(documents) == {"a", "b", "c"}
    done = sync(documents, _feed("a", "b", "d", title="Renamed"), allow_removal=False)
    assert (len(done.added), len(done.changed), done.removed) == (1, 2, ("c",))
    assert _ids(documents) == {"a", "b", "d"}
    assert {product.title for product in Catalogue(documents).get_many(["a", "b", "c", "d"])} == {"Renamed"}


def test_the_second_time_nothing_changes(documents: ClientDocuments) -> None:
    """D15: a sync may be repeated at will."""
    sync(documents, _feed("a", "b"), allow_removal=False)
    version = Catalogue(documents).version()
    done = sync(documents, _feed("a", "b"), allow_removal=False)
    assert (done.added, done.changed, done.removed, done.unchanged) == ((), (), (), 2)
    assert Catalogue(documents).version() == version, "an index would be built anew for nothing"


def test_a_feed_that_would_empty_the_shop_changes_nothing(documents: ClientDocuments) -> None:
    sync(documents, _feed(*"abcd"), allow_removal=False)
    with pytest.raises(Refused, match="lacks 3 of 4 stored products"):
        sync(documents, _feed("a", "new"), allow_removal=False)
    assert _ids(documents) == set("abcd")


def test_it_is_emptied_when_that_is_meant(documents: ClientDocuments) -> None:
    sync(documents, _feed(*"abcd"), allow_removal=False)
    assert sync(documents, _feed(), allow_removal=True).removed == tuple("abcd")
    assert _ids(documents) == set()


def test_more_products_go_than_one_batch_takes(documents: ClientDocuments) -> None:
    sync(documents, _feed(*(f"p{n}" for n in range(950))), allow_removal=False)
    sync(documents, _feed("p0"), allow_removal=True)
    assert _ids(documents) == {"p0"}


def test_a_neighbours_products_stay(documents: ClientDocuments, live: Platform) -> None:
    """D17: a sync is one client's."""
    neighbour = ClientDocuments(live.documents, "two")
    Catalogue(neighbour).put([frame("a", client_id="two")])
    sync(documents, _feed("a"), allow_removal=False)
    sync(documents, _feed(), allow_removal=True)
    assert _ids(neighbour) == {"a"}
