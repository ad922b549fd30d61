from decimal import Decimal

from shared.discovery.ranking import Ranking
from shared.discovery.replies import Voice, conceded, lead, missed, opening
from shared.discovery.texts import Texts
from shared.discovery.wishes import PriceWish, Wish, Wishes
from tests.unit.discovery.frames import Stock, face, frame

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
    ranked = Stock([product]).rank(GOLD, None, limit=1).items[0]
    assert lead(ranked, product, [], VOICE) == "First the Fjord <b>One</b> at €99.00: gold, as you asked."
    assert "gold" not in lead(ranked, product, ["colour"], VOICE)


def test_a_first_pick_far_from_the_width_is_said_to_be():
    product = frame("a", title="Fjord", colour_family="gold", frame_width=150.0)
    ranked = Stock([product]).rank(GOLD, face(width_mm=125), limit=1).items[0]
    assert lead(ranked, product, [], VOICE).endswith("gold, as you asked, though 25 mm wider than your face.")


def test_what_others_like_is_the_last_thing_to_say_first():
    product = frame("a", title="Fjord", popularity=1.0, frame_width=137.0)
    known, unknown = (Stock([product]).rank(Wishes(), seen, limit=1).items[0] for seen in (face(), None))
    assert "chosen in this shop" not in lead(known, product, [], VOICE)
    assert "chosen in this shop" in lead(unknown, product, [], VOICE)


def test_a_matter_of_taste_is_not_the_first_thing_to_say():
    product = frame("a", title="Fjord", frame_shape="round", frame_width=146.0, lens_width=60.0, popularity=0.1)
    ranked = Stock([product]).rank(Wishes(), face("round", probability=0.9), limit=1).items[0]
    assert ranked.reasons[0].term == "faceShape"
    assert "taste" not in lead(ranked, product, [], VOICE)


def test_what_gave_way_is_said_with_its_figure():
    floor = Wishes(price=PriceWish(min=Decimal(20)))
    assert "€20" in conceded(Ranking([], ["price.min"], []), floor, "EUR", VOICE, others=False)
    assert "polarised lenses" in conceded(Ranking([], ["lens:polarized"], []), Wishes(), "EUR", VOICE, others=False)
    assert "round or oval" in conceded(
        Ranking([], ["frameShape:round|oval"], []), Wishes(), "EUR", VOICE, others=False
    )


def test_a_width_that_gave_way_is_said_as_it_is():
    wide, near = (
        Stock([frame("a", frame_width=w)]).rank(Wishes(), face(width_mm=125), limit=1) for w in (150.0, 126.0)
    )
    relaxed = ["fit.width", "price.min"]
    floor = Wishes(price=PriceWish(min=Decimal(20)))
    both = conceded(Ranking(wide.items, relaxed, []), floor, "EUR", VOICE, others=False)
    assert "€20" in both
    assert "Nothing that matches is near your width" in both
    assert "Few" in conceded(Ranking(near.items, ["fit.width"], []), Wishes(), "EUR", VOICE, others=False)
    assert "Nothing else" in conceded(wide, Wishes(), "EUR", VOICE, others=True)


def test_a_wish_met_only_far_from_the_width_is_not_denied():
    assert "near your width" in missed(["colour:gold"], VOICE, further=True)
    assert "width" not in missed(["colour:gold"], VOICE)


def test_what_is_missing_is_said():
    assert "wood" in missed(["material:wood"], VOICE)
