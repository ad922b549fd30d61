"""Popularity is what is wanted against what was to be expected, smoothed, decayed and bounded."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.learning.lesson import Lesson
from shared.learning.popularity import SHARDS, Tally, from_text, popularity, shard_of, to_text
from shared.learning.rules import weight_at

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _tally(interest: float, shown: float, sessions: float, prior: float = 0.5, at: datetime = NOW) -> Tally:
    weight = weight_at(at)
    return Tally(prior, interest * weight, shown * weight, sessions * weight)


def _others() -> dict[str, Tally]:
    return {f"o{number}": _tally(20, 100, 15) for number in range(20)}


def test_what_is_wanted_as_usual_stays_where_the_catalogue_has_it() -> None:
    assert popularity(_others(), NOW) == {}


def test_what_is_wanted_more_rises_and_what_is_passed_over_sinks() -> None:
    found = popularity({**_others(), "up": _tally(60, 100, 40), "down": _tally(2, 100, 2)}, NOW)
    assert 0.6 < found["up"] < 0.75
    assert 0.25 < found["down"] < 0.4


def test_little_is_smoothed_towards_the_catalogues_own() -> None:
    for prior in (0.3, 0.5, 0.8):
        much_for_it = 3 * prior / (1 - prior)
        tallies = {**_others(), "new": _tally(0, 0, 0, prior), "few": _tally(much_for_it, 6, 3, prior)}
        found = popularity(tallies, NOW)
        assert "new" not in found
        assert prior < found["few"] < prior + 0.05
    much = popularity({**_others(), "much": _tally(2_000, 2_000, 900, 0.3)}, NOW)["much"]
    assert much > 0.6


def test_two_sessions_lift_nothing_and_a_third_does() -> None:
    two, three = _tally(8, 2, 2), _tally(12, 3, 3)
    assert "p" not in popularity({**_others(), "p": two}, NOW)
    assert popularity({**_others(), "p": three}, NOW)["p"] > 0.5


def test_it_fades_by_half_in_a_half_life_and_goes_back_to_the_catalogues_own() -> None:
    tallies = {**_others(), "up": _tally(60, 100, 40)}
    over_time = [popularity(tallies, NOW + timedelta(days=days)).get("up", 0.5) for days in (0, 30, 60, 90, 150)]
    assert over_time == sorted(over_time, reverse=True)
    assert over_time[-1] == 0.5


def test_a_lesson_taken_back_leaves_nothing() -> None:
    lesson = Lesson({"p": 2.5})
    tally = Tally(0.5).plus("p", lesson, 1000.0).plus("p", lesson, -1000.0)
    assert tally == Tally(0.5)


def test_tallies_are_stored_and_read_back_and_the_faded_are_left_out() -> None:
    old = NOW - timedelta(days=365)
    text = to_text({"kept": _tally(3, 5, 2), "faded": _tally(1, 1, 1, at=old)}, NOW)
    read = from_text(text)
    assert read.keys() == {"kept"}
    assert read["kept"].interest == pytest.approx(_tally(3, 5, 2).interest, rel=1e-8)


def test_a_hundred_thousand_products_fit_into_the_documents() -> None:
    shards: dict[int, dict[str, Tally]] = {shard: {} for shard in range(SHARDS)}
    for number in range(100_000):
        id = f"product-{number:06d}-black-52"
        shards[shard_of(id)][id] = _tally(3.5, 17.25, 2)
    sizes = [len(to_text(tallies, NOW)) for tallies in shards.values()]
    assert max(sizes) < 700_000
