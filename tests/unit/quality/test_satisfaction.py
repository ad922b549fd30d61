"""H35: how satisfied a user is, from texts alone. Pairs of own short dialogues: one must score above the other."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.quality.satisfaction import HIGHEST, LOWEST, Said, satisfaction
from shared.quality.satisfaction_rule import rule

PAIRS = json.loads((Path(__file__).parent / "satisfaction_pairs.json").read_text("utf-8"))
PARTS = st.lists(st.tuples(st.sampled_from(["user", "system"]), st.text(max_size=80)), max_size=8)


def _dialogue(lines: list[str]) -> list[Said]:
    return [Said("user" if line[0] == "U" else "system", line[3:]) for line in lines]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["what"])
def test_h35_the_better_dialogue_scores_above_the_worse(pair: dict[str, list[str]]) -> None:
    better, worse = satisfaction(_dialogue(pair["better"])), satisfaction(_dialogue(pair["worse"]))
    assert better.turns[-1].value > worse.turns[-1].value
    assert better.overall > worse.overall


def test_nothing_is_known_before_the_system_has_spoken() -> None:
    found = satisfaction([Said("user", "I want a cheap hotel with free parking.")])
    assert found.turns[0].value == pytest.approx(rule().neutral, abs=0.1)


def test_the_terms_say_what_a_turn_is_made_of() -> None:
    found = satisfaction(_dialogue(["U: Is it red?", "S: Sorry, no results.", "U: This is useless."]))
    assert found.turns[-1].terms["fails"] < 0
    assert found.turns[-1].terms["complains"] < 0


def test_there_is_one_value_for_each_user_turn_in_order() -> None:
    found = satisfaction(_dialogue(["S: Hello", "U: Hi", "U: A bag?", "S: Here.", "S: And this.", "U: Thanks"]))
    assert [turn.turn for turn in found.turns] == [1, 2, 5]


def test_a_dialogue_without_user_turns_is_neutral() -> None:
    assert satisfaction([]).overall == rule().neutral
    assert satisfaction([Said("system", "Hello")]).overall == rule().neutral


@settings(max_examples=60, deadline=None)
@given(PARTS, st.sampled_from(["en", "zh", "xx"]))
def test_any_text_is_taken_and_stays_on_the_scale(parts: list[tuple[str, str]], language: str) -> None:
    found = satisfaction([Said("user" if who == "user" else "system", text) for who, text in parts], language)
    assert all(LOWEST <= value <= HIGHEST for value in (found.overall, *(turn.value for turn in found.turns)))
