import json
from decimal import Decimal

from shared.discovery.wishes import MOST_KEPT, PriceWish, SizeRange, SizeWish, Wish, Wishes, merged

GOLD, BLACK = Wish(slot="colour", value="gold"), Wish(slot="colour", value="black")
NOT_GOLD = Wish(slot="colour", value="gold", polarity="unwanted", hard=True)
OFFICE, BEACH = Wish(slot="use", value="office"), Wish(slot="use", value="beach")


def wishes(*items: Wish, **rest: object) -> Wishes:
    return Wishes.model_validate({"items": items, **rest})


def test_a_later_colour_takes_the_place_of_the_earlier():
    assert merged(wishes(GOLD), wishes(BLACK)).items == (BLACK,)


def test_an_added_colour_joins():
    assert set(merged(wishes(GOLD), wishes(BLACK), stance="add").items) == {GOLD, BLACK}


def test_two_uses_join_unless_corrected():
    assert set(merged(wishes(OFFICE), wishes(BEACH)).items) == {OFFICE, BEACH}
    assert merged(wishes(OFFICE), wishes(BEACH), stance="correct").items == (BEACH,)


def test_wanting_and_not_wanting_the_same_is_settled_by_the_later():
    assert merged(wishes(GOLD), wishes(NOT_GOLD)).items == (NOT_GOLD,)
    assert merged(wishes(NOT_GOLD), wishes(GOLD)).items == (GOLD,)


def test_an_exclusion_stays_when_another_value_is_wanted():
    assert set(merged(wishes(NOT_GOLD), wishes(BLACK)).items) == {NOT_GOLD, BLACK}


def test_a_narrow_fit_takes_the_place_of_a_wide_one():
    narrow, wide = Wish(slot="fit", value="narrow"), Wish(slot="fit", value="wide")
    assert merged(wishes(wide), wishes(narrow)).items == (narrow,)


def test_price_bounds_join_and_a_crossing_bound_wins():
    ceiling = wishes(price=PriceWish(max=Decimal(100)))
    assert merged(ceiling, wishes(price=PriceWish(min=Decimal(50)))).price == PriceWish(
        min=Decimal(50), max=Decimal(100)
    )
    assert merged(ceiling, wishes(price=PriceWish(min=Decimal(200)))).price == PriceWish(min=Decimal(200))


def test_sizes_join_by_dimension():
    width = wishes(size=SizeWish(frame_width=SizeRange(max_mm=140, hard=True)))
    joined = merged(width, wishes(size=SizeWish(own_pupillary_distance_mm=63))).size
    assert joined and joined.frame_width and joined.own_pupillary_distance_mm == 63


def test_wishes_survive_json_in_camel_case():
    some = wishes(GOLD, NOT_GOLD, price=PriceWish(max=Decimal("99.90"), currency="EUR"), face_shape="round")
    body = json.loads(json.dumps(some.model_dump(mode="json", by_alias=True)))
    assert body["faceShape"] == "round"
    assert Wishes.model_validate(body) == some


def test_nothing_stored_yet_is_no_wishes():
    assert Wishes.model_validate({}).empty


def test_a_long_conversation_keeps_only_the_latest_wishes():
    many = wishes(*(Wish(slot="style", value=f"style-{number}") for number in range(200)))
    kept = merged(Wishes(), many).items
    assert len(kept) == MOST_KEPT
    assert kept[-1].value == "style-199"
