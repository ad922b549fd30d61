from dataclasses import replace
from decimal import Decimal

import pytest

from shared.discovery.wishes import PriceWish, SizeRange, SizeWish, Wish, Wishes
from shared.faces.measurement import Length
from shared.faces.result import FaceResult
from tests.unit.discovery.frames import Stock, face, frame, sun


def said(wishes: Wishes, seen: FaceResult | None = None, **changes: object) -> dict[str, str]:
    ranking = Stock([frame("a", **changes)]).rank(wishes, seen, limit=1)
    return {reason.term: reason.text for reason in ranking.items[0].reasons}


def wish(slot: str, value: str, polarity: str = "wanted") -> Wishes:
    return Wishes(items=(Wish.model_validate({"slot": slot, "value": value, "polarity": polarity}),))


@pytest.mark.parametrize(
    ("slot", "value", "changes", "text"),
    [
        ("frameShape", "round", {}, "Round, as you asked."),
        ("frameShape", "round", {"frame_shape": "panto"}, "Panto, close to round."),
        ("material", "metal", {"material": "steel"}, "Made of stainless steel, close to metal."),
        ("lens", "polarized", {"lens": sun(3, polarized=True)}, "It has polarised lenses."),
        ("use", "outdoor", {"uses": ("sport",)}, "Made for sport, so good for the outdoors as well."),
        ("use", "beach", {"uses": ("beach", "sport")}, "Made for the beach."),
        ("fit", "light", {"weight_g": 14.0}, "It weighs 14 g."),
        ("fit", "low-bridge", {"nose_pads": True}, "Its pads adjust to a low bridge."),
        ("gender", "women", {"gender": "unisex"}, "Made for everyone."),
    ],
)
def test_a_reason_says_what_is_true_of_this_product(slot: str, value: str, changes: dict[str, object], text: str):
    assert said(wish(slot, value), **changes)[slot] == text


def test_what_a_product_lacks_is_no_reason():
    assert "frameShape" not in said(wish("frameShape", "round"), frame_shape="square")


def test_what_was_not_wanted_is_said_to_be_absent():
    assert said(wish("frameShape", "square", "unwanted"))["avoid.frameShape"] == "Not square, as you asked."


def test_the_width_says_its_millimetres_and_its_error():
    assert said(Wishes(), face(width_mm=139, error_mm=4))["widthFit"] == (
        "A snug fit, 3 mm narrower than your face at 139 mm ± 4."
    )


def test_the_nose_is_not_compared_with_the_bridge():
    """What a photo shows of the nose is not the length that DBL is: no millimetres are said about it."""
    seen = face()
    seen = replace(seen, measurements={**seen.measurements, "bridgeWidth": Length(14.5, 1.0)})
    reasons = said(Wishes(), seen)
    assert "bridge" not in reasons
    assert not any("nose" in text or "bridge" in text for text in reasons.values())


def test_a_sure_face_is_named_and_an_unsure_one_by_two_shapes():
    sure = said(Wishes(), face("round", probability=0.9), frame_shape="rectangle")["faceShape"]
    unsure = said(Wishes(), face("round", probability=0.4), frame_shape="square")["faceShape"]
    assert sure == "A rectangular frame brings balance to a round face."
    assert "round" in unsure
    assert " and " in unsure or " or " in unsure


def test_an_oval_face_has_its_article():
    reason = said(Wishes(), face("oval", probability=0.9), frame_shape="square")["faceShape"]
    assert reason == "A square frame brings balance to an oval face."


def test_price_and_size_are_said_as_stored():
    ceiling = Wishes(price=PriceWish(max=Decimal(150)), size=SizeWish(lens_width=SizeRange(min_mm=49, max_mm=51)))
    reasons = said(ceiling, price=Decimal("129.50"))
    assert reasons["price"] == "€129.50, within what you named."
    assert reasons["size"] == "50□19-145, about the size you named."
