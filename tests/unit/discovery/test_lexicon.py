import json
from typing import get_args

import pytest

from shared.catalogue.product import FrameShape, Material, RimType
from shared.discovery.lexicon import DATA, Lexicon
from shared.discovery.matching import WEIGHTS
from shared.discovery.texts import Texts
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
