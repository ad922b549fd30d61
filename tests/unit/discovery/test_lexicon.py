import json
from typing import get_args

import pytest

from local.catalogue.design import Design, brands, colours, tints
from shared.catalogue.product import FrameShape, Material, RimType
from shared.discovery.lexicon import DATA, Lexicon
from shared.discovery.matching import WEIGHTS, similar
from shared.discovery.texts import Texts
from shared.discovery.understanding import Context, understand
from shared.discovery.wishes import Wishes
from shared.discovery.wording import Token


def canonical(word: str) -> str:
    return Lexicon.load().canonical(Token(word, 0, len(word)))


def test_the_lexicon_is_broad():
    assert len(Lexicon.load().entries) > 800


@pytest.mark.parametrize(
    ("slot", "values"), [("frameShape", FrameShape), ("rimType", RimType), ("material", Material)]
)
def test_every_value_a_product_can_have_has_phrases(slot: str, values: object):
    named = {value for entry in Lexicon.load().entries.values() for s, value in entry.wishes if s == slot}
    assert named == set(get_args(values))


def test_every_slot_weighs_something_and_every_fit_can_be_graded():
    named = {wish for entry in Lexicon.load().entries.values() for wish in entry.wishes}
    assert {slot for slot, _ in named} <= set(WEIGHTS["wishes"])
    assert {value for slot, value in named if slot == "fit"} <= {*WEIGHTS["ramps"], "low-bridge", "nose-pads"}


def test_every_slot_has_its_grammar_in_the_texts():
    assert {slot for entry in Lexicon.load().entries.values() for slot, _ in entry.wishes} <= set(
        Texts.load().data["grammar"]
    )


def test_plurals_are_their_singulars_but_a_shade_is_no_pair_of_shades():
    assert canonical("aviators") == canonical("aviator")
    assert canonical("lenses") == "lens"
    assert canonical("shade") != canonical("shades")


def test_a_language_without_data_is_refused():
    with pytest.raises(FileNotFoundError):
        Lexicon.load("xx")


def test_the_data_files_are_json_with_their_purpose():
    for path in DATA.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["about"], path


DESIGNS: list[Design] = [design for brand in brands() for design in brand.designs]
DEMO = {
    "category": {design.category for design in DESIGNS},
    "frameShape": {design.shape for design in DESIGNS},
    "rimType": {design.rim_type for design in DESIGNS},
    "material": {design.material for design in DESIGNS},
    "gender": {design.gender for design in DESIGNS},
    "style": {style for design in DESIGNS for style in design.styles},
    "use": {use for design in DESIGNS for use in design.uses},
    "colour": {colour.family for colour in colours().values()},
}


def heard(message: str) -> Wishes:
    return understand(message, Lexicon.load(), Context(Wishes(), ())).wishes


@pytest.mark.parametrize("slot", DEMO)
def test_every_value_in_the_demo_catalogue_can_be_asked_for(slot: str):
    named = {value for entry in Lexicon.load().entries.values() for s, value in entry.wishes if s == slot}
    assert DEMO[slot] <= named


@pytest.mark.parametrize(
    ("slot", "value"), [(slot, value) for slot in ("style", "use") for value in sorted(DEMO[slot])]
)
def test_a_style_and_a_use_are_understood_by_their_own_name(slot: str, value: str):
    assert value in heard(f"frames for {value}").values(slot)


@pytest.mark.parametrize("name", colours())
def test_a_colour_is_found_by_the_name_the_shop_gives_it(name: str):
    """Or by its material: brushed titanium is found as titanium."""
    colour, said = colours()[name], heard(f"frames in {colours()[name].label}")
    made_of = {design.material for design in DESIGNS if name in {front for front, _ in design.colours}}
    by_colour = max((similar("colour", value).get(colour.family, 0) for value in said.values("colour")), default=0)
    assert by_colour >= 0.6 or made_of & set(said.values("material"))


@pytest.mark.parametrize("colour", sorted({tint.colour for tint in tints().values()} - {"clear"}))
def test_a_lens_colour_is_understood(colour: str):
    assert colour in heard(f"sunglasses with {colour} lenses").values("lensColour")
