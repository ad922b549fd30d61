"""A client's products in the store."""

from shared.catalogue.repository import BATCH, Catalogue
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.unit.discovery.frames import frame


def _catalogue(platform: Platform, client: str) -> Catalogue:
    return Catalogue(ClientDocuments(platform.documents, client))


def test_products_come_back_fresh_and_in_the_order_asked(platform: Platform) -> None:
    """C4, D2."""
    catalogue = _catalogue(platform, "one")
    catalogue.put([frame("a", client_id="one"), frame("b", client_id="one")])
    catalogue.put([frame("a", client_id="one", price="5.00")])
    assert [p.product_id for p in catalogue.get_many(["b", "nothing", "a"])] == ["b", "a"]
    assert str(catalogue.get_many(["a"])[0].price) == "5.00"


def test_the_index_follows_every_write(platform: Platform) -> None:
    catalogue = _catalogue(platform, "one")
    assert len(catalogue.index()) == 0
    catalogue.put([frame("a", client_id="one")])
    assert catalogue.index().product_ids == ("a",)
    assert catalogue.index() is catalogue.index()
    catalogue.put([frame("b", client_id="one")])
    assert set(catalogue.index().product_ids) == {"a", "b"}


def test_more_products_than_one_batch_holds_are_all_stored(platform: Platform) -> None:
    catalogue = _catalogue(platform, "one")
    catalogue.put(frame(f"p{number}", client_id="one") for number in range(BATCH + 5))
    assert len(catalogue.index()) == BATCH + 5


def test_two_clients_may_use_the_same_product_id(platform: Platform) -> None:
    """D17."""
    for client, price in (("one", "10.00"), ("two", "20.00")):
        _catalogue(platform, client).put([frame("same", client_id=client, price=price)])
    assert [str(_catalogue(platform, c).get_many(["same"])[0].price) for c in ("one", "two")] == ["10.00", "20.00"]
    assert len(_catalogue(platform, "one").index()) == 1
