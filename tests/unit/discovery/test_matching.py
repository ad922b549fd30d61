from decimal import Decimal

import pytest

from shared.catalogue.index import CatalogueIndex
from shared.discovery.matching import grade, has, joined, price_grade, similar, size_grade
from shared.discovery.wishes import PriceWish, SizeRange, SizeWish
from tests.unit.discovery.frames import frame, sun


def one(**changes: object) -> CatalogueIndex:
    return CatalogueIndex.of([frame("a", **changes)])


@pytest.mark.parametrize(
    ("slot", "value", "changes", "expected"),
    [
        ("frameShape", "round", {"frame_shape": "round"}, 1.0),
        ("frameShape", "round", {"frame_shape": "square"}, 0.0),
        ("colour", "gold", {"colour_family": "gold"}, 1.0),
        ("gender", "women", {"gender": "unisex"}, 1.0),
        ("gender", "women", {"gender": "men"}, 0.0),
        ("use", "beach", {"uses": ("beach",)}, 1.0),
        ("style", "bold", {"styles": ("retro",)}, 0.0),
        ("lens", "polarized", {"lens": sun(3, polarized=True)}, 1.0),
        ("lens", "category-2", {"lens": sun(2)}, 1.0),
        ("lens", "dark", {"lens": sun(2)}, 0.0),
        ("lensColour", "green", {"lens": sun(2, colour="Green gradient")}, 1.0),
        ("fit", "low-bridge", {"nose_fit": "low_bridge"}, 1.0),
        ("fit", "light", {"weight_g": 4.0}, 1.0),
        ("fit", "light", {"weight_g": None}, 0.0),
        ("fit", "narrow", {"frame_width": 122.0}, 1.0),
        ("fit", "wide", {"frame_width": 128.0}, 0.0),
    ],
)
def test_a_wish_is_answered_by_the_record(slot: str, value: str, changes: dict[str, object], expected: float):
    assert grade(one(**changes), slot, value)[0] == expected


def test_something_alike_answers_in_part_and_is_not_the_thing_itself():
    panto = one(frame_shape="panto")
    assert 0 < grade(panto, "frameShape", "round")[0] < 1
    assert not has(panto, "frameShape", "round")[0]


def test_alike_goes_both_ways():
    assert similar("frameShape", "panto")["round"] == similar("frameShape", "round")["panto"]


def test_either_of_two_colours_will_do_but_both_uses_are_wanted():
    gold, office = one(colour_family="gold"), one(uses=("office",))
    assert joined("colour", [grade(gold, "colour", colour) for colour in ("gold", "black")])[0] == 1
    assert joined("use", [grade(office, "use", use) for use in ("office", "beach")])[0] == 0.5


def test_size_fades_outside_the_range():
    wish = SizeWish(lens_width=SizeRange(min_mm=51, max_mm=53))
    grades = [size_grade(one(lens_width=mm), wish)[0] for mm in (52.0, 56.0, 60.0)]
    assert grades == [1.0, pytest.approx(0.5), 0.0]


def test_price_fades_beyond_the_bound():
    wish = PriceWish(max=Decimal(100), around=True)
    grades = [price_grade(one(price=Decimal(price)), wish)[0] for price in (80, 125, 160)]
    assert grades == [1.0, pytest.approx(0.5), 0.0]


def test_of_what_is_cheap_the_cheaper_is_better():
    index = CatalogueIndex.of([frame(f"{price}", price=Decimal(price)) for price in (60, 90, 130)])
    cheap = PriceWish(max=Decimal(100), around=True, relative="affordable")
    grades = dict(zip(index.product_ids, price_grade(index, cheap).tolist(), strict=True))
    assert grades["60"] == 1
    assert grades["60"] > grades["90"] > grades["130"]
