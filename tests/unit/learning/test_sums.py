"""Factors follow what sessions said, within bounds, and go back without news."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.learning.lesson import Lesson
from shared.learning.rules import weight_at
from shared.learning.sums import Outcome, Sums, Trained, factors, together

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _heard(times: int, advantage: float) -> Sums:
    sums = Sums()
    for _ in range(times):
        sums = sums.heard(Lesson(advantages={"face": advantage, "fit": -advantage}), weight_at(NOW))
    return sums


def test_a_factor_rises_by_small_steps_and_never_beyond_its_bound() -> None:
    assert 1 < factors(Trained(), _heard(1, 1.0), NOW)["face"] < 1.08
    assert 1.1 < factors(Trained(), _heard(100, 0.2), NOW)["face"] < 1.6
    assert factors(Trained(), _heard(5_000, 1.0), NOW) == {"face": 2.0, "fit": 0.5}


def test_without_news_factors_go_back_to_1_or_to_the_trained_ones() -> None:
    heard, later = _heard(200, 0.4), NOW + timedelta(days=400)
    assert factors(Trained(), heard, later)["face"] == pytest.approx(1, abs=0.01)
    trained = Trained(factors={"face": 1.5})
    assert factors(trained, heard, later)["face"] == pytest.approx(1.5, abs=0.01)
    assert factors(trained, heard, NOW)["face"] == 2.0


def test_a_voice_taken_back_leaves_nothing() -> None:
    lesson = Lesson(advantages={"face": 0.7})
    sums = Sums().heard(lesson, weight_at(NOW)).heard(lesson, -weight_at(NOW))
    assert factors(Trained(), sums, NOW) == {"face": 1.0}


def test_the_merchants_boost_keeps_its_weight() -> None:
    assert factors(Trained(factors={"boost": 2.0}), Sums(), NOW) == {}


def test_outcomes_count_sessions_by_variant_once() -> None:
    seen, bought = Lesson(variant="learnt"), Lesson({"a": 2.5}, variant="learnt")
    sums = Sums().counted(seen, 1).counted(seen, -1).counted(bought, 1).counted(Lesson(), 1)
    assert sums.outcomes == {"learnt": Outcome(1, 1, 1)}


def test_shards_add_up_and_voices_of_an_earlier_era_do_not_count() -> None:
    old = _heard(50, 0.5).counted(Lesson(variant="learnt"), 1)
    new = _heard(10, 0.2).in_era(1).heard(Lesson(advantages={"face": 0.2}), weight_at(NOW))
    whole = together([old, new, new.counted(Lesson(variant="learnt"), 1)], 1)
    assert whole.voices["face"].sessions == 2 * weight_at(NOW)
    assert whole.outcomes == {"learnt": Outcome(2)}


def test_they_are_stored_and_read_back() -> None:
    sums = _heard(3, 0.25).counted(Lesson({"a": 1.0}, variant="holdout"), 1)
    read = Sums.from_body(sums.to_body())
    assert factors(Trained(), read, NOW) == factors(Trained(), sums, NOW)
    assert read.outcomes == {"holdout": Outcome(1, 1, 0)}
    assert Sums.from_body(None) == Sums()
    assert Trained.from_body(Trained(3, {"face": 1.5}).to_body()) == Trained(3, {"face": 1.5})
    assert Trained.from_body(None) == Trained()
