import numpy as np
import pytest

from shared.faces.pose import NoFit, Points, fit_head, straighten


def turned(face: Points, axis: int, degrees: float) -> Points:
    """The straightened face as picture pixels, turned about x (0), y (1) or z (2) of the head by the right hand."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3)
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    matrix[[first, second], [first, second]] = c
    matrix[first, second], matrix[second, first] = -s, s
    head: Points = straighten(face) @ matrix.T
    return np.asarray(head * np.array([20.0, -20.0, -20.0 / 0.85]) + np.array([300.0, 300.0, 0.0]))


def test_a_straightened_face_has_no_rotation(face: Points) -> None:
    pose = fit_head(turned(face, 0, 0)).pose
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, 0, 0), abs=1e-6)


@pytest.mark.parametrize("degrees", [-30, -8, 12, 25])
def test_yaw_is_positive_when_the_nose_points_to_the_right_of_the_picture(face: Points, degrees: float) -> None:
    points = turned(face, 1, degrees)
    assert fit_head(points).pose.yaw == pytest.approx(degrees, abs=1e-6)
    nose_tip, between_ears = points[1, 0], points[[234, 454], 0].mean()
    assert (nose_tip > between_ears) == (degrees > 0)


@pytest.mark.parametrize("degrees", [-15, 20])
def test_pitch_is_positive_when_the_head_is_lowered(face: Points, degrees: float) -> None:
    points = turned(face, 0, degrees)
    assert fit_head(points).pose.pitch == pytest.approx(degrees, abs=1e-6)
    level = turned(face, 0, 0)
    assert (points[1, 1] > level[1, 1]) == (degrees > 0)  # y runs down: the nose sinks


@pytest.mark.parametrize("degrees", [-90, -20, 35, 170])
def test_roll_is_positive_counter_clockwise_as_seen(face: Points, degrees: float) -> None:
    assert fit_head(turned(face, 2, degrees)).pose.roll == pytest.approx(degrees, abs=1e-6)


def test_size_and_place_do_not_matter(face: Points) -> None:
    moved = face * 0.37 + np.array([50.0, -20.0, 3.0])
    assert straighten(moved) == pytest.approx(straighten(face), abs=1e-9)


def test_a_real_face_fits_and_a_mirror_image_does_not(face: Points) -> None:
    assert fit_head(face).misfit_cm < 0.9
    assert fit_head(face * (-1, 1, 1)).misfit_cm > 1.2


def test_straightened_eyes_are_level_and_as_wide_as_in_the_canonical_face(face: Points) -> None:
    straight = straighten(face)
    assert abs(straight[33, 1] - straight[263, 1]) < 0.3
    assert straight[263, 0] - straight[33, 0] == pytest.approx(8.9, abs=0.7)


def test_points_in_one_place_fit_nothing() -> None:
    with pytest.raises(NoFit):
        fit_head(np.full((478, 3), 7.0))


def test_the_straightened_head_goes_back_to_where_it_was_in_the_picture(face: Points) -> None:
    fit = fit_head(face)
    assert fit.in_picture(fit.straight) == pytest.approx(face, abs=1e-9)
