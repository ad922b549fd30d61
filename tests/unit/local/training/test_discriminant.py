import numpy as np
import pytest

from local.training.discriminant import LEAST_SCATTER, class_means, fit, place
from local.training.table import Whole
from shared.faces.shape import IN_THE_PLANE, Floats

STEADY = np.zeros((33, 33))


@pytest.fixture(scope="module")
def rows() -> tuple[Floats, Whole]:
    """Five shapes in 33 numbers; the first number tells them apart best."""
    chance = np.random.default_rng(11)
    labels = np.repeat(np.arange(5), 60)
    middles = chance.normal(size=(5, 33)) * 0.5
    middles[:, 0] = np.arange(5)
    return chance.normal(size=(300, 33)) + middles[labels], labels


def test_each_shape_scatters_by_one_in_every_direction(rows: tuple[Floats, Whole]) -> None:
    features, labels = rows
    numbers = fit(features, labels, STEADY)
    apart = place(numbers, features) - class_means(place(numbers, features), labels)[labels]
    scatter = apart.T @ apart / len(apart)
    assert np.diag(scatter) == pytest.approx(np.ones(len(scatter)), abs=0.05)
    assert np.abs(scatter - np.diag(np.diag(scatter))).max() < 0.05


def test_centres_differ_in_the_plane_alone(rows: tuple[Floats, Whole]) -> None:
    features, labels = rows
    numbers = fit(features, labels, STEADY)
    centres = class_means(place(numbers, features), labels)
    assert centres[:, :IN_THE_PLANE] == pytest.approx(numbers["centres"])
    assert centres[:, IN_THE_PLANE:] == pytest.approx(np.zeros_like(centres[:, IN_THE_PLANE:]), abs=1e-9)


def test_a_number_that_wavers_from_photo_to_photo_weighs_less(rows: tuple[Floats, Whole]) -> None:
    features, labels = rows
    wavering = STEADY.copy()
    wavering[0, 0] = 25.0
    before, after = (fit(features, labels, jitter) for jitter in (STEADY, wavering))
    weights = [np.linalg.norm(each["directions"][:IN_THE_PLANE, 0]) for each in (before, after)]
    assert weights[1] < weights[0] / 2


def test_a_number_that_never_changes_gives_no_direction(rows: tuple[Floats, Whole]) -> None:
    features, labels = rows[0].copy(), rows[1]
    features[:, 30] = 0
    directions = fit(features, labels, STEADY)["directions"]
    assert len(directions) == 32
    assert np.abs(directions[:, 30]).max() < 1e-9
    assert 0 < LEAST_SCATTER < 1


def test_the_same_rows_give_the_same_signs(rows: tuple[Floats, Whole]) -> None:
    directions = fit(*rows, STEADY)["directions"]
    assert (directions.max(axis=1) >= -directions.min(axis=1)).all()
