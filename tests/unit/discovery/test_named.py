import pytest

from shared.catalogue.index import CatalogueIndex
from shared.discovery.lexicon import Lexicon
from shared.discovery.named import named, pointed_at
from shared.discovery.wishes import Wish, Wishes
from tests.unit.discovery.frames import frame

STOCK = [
    frame("dock-1-gold", model_id="dock-1", brand="Werfthal", title="Werfthal Dock 1 · Gold", colour_family="gold"),
    frame("dock-1-black", model_id="dock-1", brand="Werfthal", title="Werfthal Dock 1 · Black"),
    frame("dock-2", model_id="dock-2", brand="Werfthal", title="Werfthal Dock 2 · Black"),
    frame("fjell-01", model_id="fjell-01", brand="Fjell", title="Fjell 01 · Black"),
]
INDEX = CatalogueIndex.of(STOCK)


@pytest.mark.parametrize(
    ("message", "ids"),
    [
        ("is the Dock 2 in stock?", ("dock-2",)),
        ("DOCK 1 or fjell 01", ("dock-1-black", "fjell-01")),
        ("the dock", ()),
        ("round and gold", ()),
    ],
)
def test_a_model_is_found_by_what_its_titles_share(message: str, ids: tuple[str, ...]):
    assert named(message, INDEX, Wishes(), Lexicon.load()) == ids


def test_of_its_variants_the_one_that_was_wished_for_then_the_one_shown_is_meant():
    gold = Wishes(items=(Wish(slot="colour", value="gold"),))
    assert named("dock 1", INDEX, gold, Lexicon.load()) == ("dock-1-gold",)
    assert named("dock 1", INDEX, Wishes(), Lexicon.load(), ["dock-1-gold"]) == ("dock-1-gold",)


def test_of_its_variants_the_one_whose_title_is_said_comes_before_all_others():
    gold = Wishes(items=(Wish(slot="colour", value="gold"),))
    assert named("dock 1 black", INDEX, gold, Lexicon.load(), ["dock-1-gold"]) == ("dock-1-black",)


def test_a_name_of_known_words_is_found_whole_with_its_brand_and_number():
    """Light, airy and round are words of the lexicon and no names by themselves."""
    assert Lexicon.load().known("light")
    index = CatalogueIndex.of([frame("a14", brand="Osterlind", title="Osterlind Light 14 · Gold")])
    assert named("why not the Osterlind Light 14?", index, Wishes(), Lexicon.load()) == ("a14",)


def test_a_shop_without_products_has_no_names():
    assert named("is the Dock 2 in stock?", CatalogueIndex.of([]), Wishes(), Lexicon.load()) == ()


def test_places_in_the_list_are_pointed_at():
    shown = ("a", "b", "c")
    assert pointed_at(["2"], shown, None) == ("b",)
    assert pointed_at(["1,2"], shown, None) == ("a", "b")
    assert pointed_at(["last", "this"], shown, "page") == ("c", "page")
    assert pointed_at(["9"], shown, None) == ()
