import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.discovery.taste import Likings
from tests.unit.discovery.frames import frame

STOCK = [
    frame("round-gold", frame_shape="round", colour_family="gold"),
    frame("round-black", frame_shape="round"),
    frame("square-black", frame_shape="square", brand="Oriel", material="metal"),
]
INDEX = CatalogueIndex.of(STOCK)


def graded(likings: Likings) -> dict[str, float]:
    return dict(zip(INDEX.product_ids, likings.grades(INDEX).tolist(), strict=True))


def test_what_is_like_the_liked_comes_before_what_is_like_the_dismissed():
    grades = graded(Likings.of(INDEX, ["round-gold"], ["square-black"]))
    assert grades["round-gold"] > grades["round-black"] > grades["square-black"]


def test_nothing_known_pulls_neither_way():
    assert Likings.of(INDEX, [], []).features == ()
    assert np.all(Likings().grades(INDEX) == 0.5)


def test_a_product_liked_and_dismissed_says_nothing():
    assert Likings.of(INDEX, ["round-gold"], ["round-gold"]) == Likings()


def test_products_that_are_gone_say_nothing():
    assert Likings.of(INDEX, ["sold"], ["gone"]) == Likings()
