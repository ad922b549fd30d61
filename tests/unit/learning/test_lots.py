"""Lots fall evenly and the same each time."""

import pytest

from shared.learning.lots import held_out, lot
from shared.learning.rules import RULES

SESSIONS = [f"session-{number}" for number in range(20_000)]


def test_the_same_names_draw_the_same_lot() -> None:
    assert lot("a", "b") == lot("a", "b")
    assert lot("a", "b") != lot("b", "a")
    assert lot("ab") != lot("a", "b")


def test_lots_are_even_from_0_to_1() -> None:
    drawn = [lot("x", session) for session in SESSIONS]
    assert 0 <= min(drawn) < max(drawn) < 1
    assert sum(drawn) / len(drawn) == pytest.approx(0.5, abs=0.01)


def test_the_share_of_sessions_held_out_is_as_stated() -> None:
    assert sum(map(held_out, SESSIONS)) / len(SESSIONS) == pytest.approx(RULES["holdoutShare"], abs=0.006)
