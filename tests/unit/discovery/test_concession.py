from shared.discovery.concession import concession
from shared.discovery.texts import Texts
from shared.discovery.wishes import Wish, Wishes
from tests.unit.discovery.frames import Stock, frame


def _said(*products, wishes, seen=None):
    ranking = Stock(products).rank(wishes, seen, limit=3)
    return concession(ranking, wishes, {product.product_id: product for product in products}, Texts.load())


def test_nothing_is_said_when_every_wish_is_met():
    assert _said(frame("a", colour_family="gold"), wishes=Wishes(items=(_hard("colour", "gold"),))) is None


def test_the_wish_that_gave_way_is_named():
    said = _said(frame("a", colour_family="gold"), wishes=Wishes(items=(_hard("colour", "blue"),)))
    assert said is not None
    assert "blue" in said


def test_nothing_is_said_of_an_empty_shop():
    assert _said(wishes=Wishes(items=(_hard("colour", "blue"),))) is None


def _hard(slot, value):
    return Wish(slot=slot, value=value, hard=True)
