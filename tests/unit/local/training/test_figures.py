import numpy as np
import pytest

from local.training import figures
from local.training.figures import HeldOut
from local.training.table import Table

STEADY = np.zeros((33, 33))


def held(*rows: tuple[int, list[float]]) -> HeldOut:
    """One shuffle: each row's label and squared distances."""
    return HeldOut(np.array([[squares for _, squares in rows]]), np.array([label for label, _ in rows]))


def test_a_duplicate_of_a_row_does_not_help_to_tell_it() -> None:
    """Rows that say nothing of their labels, each there twice: with one of a pair seen, the other would be known."""
    chance = np.random.default_rng(5)
    features, labels = chance.normal(size=(60, 33)), np.tile(np.arange(5), 12)
    twice = Table(np.tile(features, (2, 1)), np.tile(labels, 2), np.tile(np.arange(60), 2), tuple("abcde"), "digest")
    found = figures.held_out(twice, STEADY)
    assert (figures.answers(found, dimension=30).argmax(axis=2) == twice.labels).mean() < 0.35


def test_far_rows_are_counted_as_not_named() -> None:
    rows = held((0, [1, 30, 30, 30, 30]), (1, [130, 100, 130, 130, 130]))
    by_step = {step: named for step, named, _ in figures.coverage(rows, dimension=13, familiar_to=7.0)}
    assert by_step[0.3] == 0.5


def test_the_threshold_is_the_lowest_that_names_three_of_four_rightly() -> None:
    sure = [(0, [0.0, 20, 20, 20, 20])] * 80
    unsure = [(1, [2.0, 3.0, 4, 6, 6])] * 20 + [(0, [2.0, 3.0, 4, 6, 6])] * 10
    rows = held(*sure, *unsure)
    chosen = figures.chosen(rows)
    by_step = {step: right for step, _, right in figures.coverage(rows, chosen["dimension"], chosen["familiarTo"])}
    assert by_step[chosen["namedFrom"]] >= figures.RIGHT_WHEN_NAMED
    assert all(right < figures.RIGHT_WHEN_NAMED for step, right in by_step.items() if step < chosen["namedFrom"])


def test_calibration_error_is_how_far_words_lie_from_deeds() -> None:
    said = np.array([0.85] * 100 + [0.55] * 100)
    right = np.array([True] * 85 + [False] * 15 + [True] * 35 + [False] * 65)
    assert figures.calibration_error(said, right) == pytest.approx(0.1)


def test_the_table_by_class_shows_what_was_said_of_each() -> None:
    text = figures.by_class(["round", "square"], np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 1, 1]))
    assert "75.0" in text
    assert "100.0" in text
    assert "0.857" in text
