"""Factors follow what sessions said, within bounds, and go back without news."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.learning.lesson import Lesson
from shared.learning.rules import weight_at
from shared.learning.sums import Outcome, Sums

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _heard(times: int, advantage: float, sums: Sums | None = None) -> Sums:
    sums = sums or Sums()
    for _ in range(times):
        sums = sums.heard(Lesson(advantages={"face": advantage, "fit": -advantage}), weight_at(NOW))
    return sums


def test_a_factor_rises_by_small_steps_and_never_beyond_its_bound() -> None:
    assert 1 < _heard(1, 1.0).factors(NOW)["face"] < 1.08
    assert 1.1 < _heard(100, 0.2).factors(NOW)["face"] < 1.6
    assert _heard(5_000, 1.0).factors(NOW) == {"face": 2.0, "fit": 0.5}


def test_without_news_factors_go_back_to_1_or_to_the_trained_ones() -> None:
    heard = _heard(200, 0.4)
    assert heard.factors(NOW + timedelta(days=400))["face"] == pytest.approx(1, abs=0.01)
    trained = Sums(trained={"face": 1.5}, voices=heard.voices)
    assert trained.factors(NOW + timedelta(days=400))["face"] == pytest.approx(1.5, abs=0.01)
    assert trained.factors(NOW)["face"] == 2.0


def test_a_voice_taken_back_leaves_nothing() -> None:
    lesson = Lesson(advantages={"face": 0.7})
    sums = Sums().heard(lesson, weight_at(NOW)).heard(lesson, -weight_at(NOW))
    assert sums.factors(NOW) == {"face": 1.0}


def test_outcomes_count_sessions_by_variant_once() -> None:
    seen, bought = Lesson(variant="learnt"), Lesson({"a": 2.5}, variant="learnt")
    sums = Sums().counted(seen, 1).counted(seen, -1).counted(bought, 1).counted(Lesson(), 1)
    assert sums.outcomes == {"learnt": Outcome(1, 1, 1)}


def test_they_are_stored_and_read_back() -> None:
    sums = _heard(3, 0.25, Sums(2, {"face": 1.2})).counted(Lesson({"a": 1.0}, variant="holdout"), 1)
    read = Sums.from_body(sums.to_body())
    assert read.factors(NOW) == sums.factors(NOW)
    assert (read.era, read.outcomes) == (2, {"holdout": Outcome(1, 1, 0)})
    assert Sums.from_body(None) == Sums()
