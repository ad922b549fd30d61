from decimal import Decimal

from shared.catalogue.index import CatalogueIndex
from shared.discovery.ranking import rank
from shared.discovery.replies import Voice, conceded, lead, missed, opening
from shared.discovery.texts import Texts
from shared.discovery.wishes import PriceWish, Wish, Wishes
from tests.unit.discovery.frames import frame

VOICE = Voice(Texts.load(), 0, "")
GOLD = Wishes(items=(Wish(slot="colour", value="gold"),))


def test_the_opening_names_only_what_all_of_them_have():
    gold, black = frame("a", colour_family="gold"), frame("b", colour_family="black")
    assert "in gold" in opening([gold, gold], GOLD, VOICE, key="opening")
    assert "gold" not in opening([gold, black], GOLD, VOICE, key="opening")


def test_one_frame_is_spoken_of_as_one():
    assert "one pair of glasses" in opening([frame("a")], Wishes(), VOICE, key="opening")


def test_the_lead_has_title_and_price_from_the_record():
    product = frame("a", title="Fjord <b>One</b>", price=Decimal("99.00"), colour_family="gold")
    ranked = rank(CatalogueIndex.of([product]), GOLD, None, limit=1).items[0]
    assert lead(ranked, product, [], VOICE) == "First the Fjord <b>One</b> at €99.00: gold, as you asked."
    assert "gold" not in lead(ranked, product, ["colour"], VOICE)


def test_what_gave_way_is_said_with_its_figure():
    ceiling = Wishes(price=PriceWish(max=Decimal(20)))
    assert "€20" in conceded(["price.max"], ceiling, "EUR", VOICE)
    assert "black" in conceded(["colour:not:black"], Wishes(), "EUR", VOICE)
    assert "polarised lenses" in conceded(["lens:polarized"], Wishes(), "EUR", VOICE)
    assert "round or oval" in conceded(["frameShape:round|oval"], Wishes(), "EUR", VOICE)


def test_what_is_missing_is_said():
    assert "wood" in missed(["material:wood"], VOICE)
