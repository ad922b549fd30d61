"""H34: whether what was shown exists, what was said is so, and what was wished was kept."""

from dataclasses import replace
from datetime import UTC, datetime

from shared.discovery.wishes import PriceWish, Wish, Wishes
from shared.quality.truth import constraints, false_claims, grounding, ignored_wishes
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAIN = Message("m", "s", "assistant", "Here.", NOW)


def test_grounding_is_the_share_of_shown_products_that_exist() -> None:
    shown = replace(PLAIN, product_ids=("a", "b", "ghost", "c"))
    found = grounding([shown], {id: frame(id) for id in "abc"})
    assert found is not None
    assert found.value == 0.75


def test_a_withheld_claim_lowers_grounding() -> None:
    found = grounding([replace(PLAIN, product_ids=("a",), withheld=1)], {"a": frame("a")})
    assert found is not None
    assert found.value == 0.5


def test_a_price_that_the_record_does_not_bear_out_is_found() -> None:
    right, wrong = (
        replace(PLAIN, product_ids=("a",), text=f"Frame a costs €{price}.") for price in ("120.00", "20.00")
    )
    assert false_claims(right, {"a": frame("a")}) == []
    assert false_claims(wrong, {"a": frame("a")}) == ["price"]


def test_a_soft_wish_counts_by_how_far_it_is_met() -> None:
    wishes = Wishes(items=(Wish(slot="frameShape", value="round"),)).model_dump(mode="json", by_alias=True)
    shown = replace(PLAIN, product_ids=("a",), wishes=wishes)
    values = []
    for shape in ("round", "panto", "square"):
        found = constraints([shown], {"a": frame("a", frame_shape=shape)})
        assert found is not None
        values.append(found.value)
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


def test_a_hard_wish_is_ignored_unless_it_was_given_up_openly() -> None:
    wishes = Wishes(price=PriceWish.model_validate({"max": "100"})).model_dump(mode="json", by_alias=True)
    shown = replace(PLAIN, product_ids=("a",), wishes=wishes)
    assert ignored_wishes(shown, {"a": frame("a")}) == ["price.max"]
    assert ignored_wishes(replace(shown, relaxed=("price.max",)), {"a": frame("a")}) == []


def test_a_material_that_the_record_does_not_bear_out_is_found() -> None:
    said = replace(PLAIN, product_ids=("a",), text="Frame a is made of titanium.")
    assert false_claims(said, {"a": frame("a", material="acetate")}) == ["material"]
    assert false_claims(said, {"a": frame("a", material="titanium")}) == []
