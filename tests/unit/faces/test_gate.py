import numpy as np
import pytest

from shared.faces.gate import check_face, check_inside
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.faces.result import Pose

STRAIGHT = Pose(yaw=0, pitch=0, roll=0)


def code(landmarks: Points, pose: Pose) -> str | None:
    try:
        check_face(landmarks, pose)
    except FaceRefused as refused:
        return refused.code
    return None


def test_a_straight_face_of_good_size_passes(face: Points) -> None:
    assert code(face, STRAIGHT) is None


@pytest.mark.parametrize(("width_px", "expected"), [(49, "FACE_TOO_SMALL"), (51, None)])
def test_the_face_must_be_50_pixels_wide(face: Points, width_px: float, expected: str | None) -> None:
    assert code(face * (width_px / np.ptp(face[:, 0])), STRAIGHT) == expected


@pytest.mark.parametrize("pose", [Pose(21, 0, 0), Pose(-21, 0, 0), Pose(0, 31, 0), Pose(0, 0, -36)])
def test_a_turned_face_is_refused(face: Points, pose: Pose) -> None:
    assert code(face, pose) == "FACE_TURNED"


@pytest.mark.parametrize("pose", [Pose(19, 0, 0), Pose(0, -29, 0), Pose(0, 0, 34)])
def test_a_slightly_turned_face_passes(face: Points, pose: Pose) -> None:
    assert code(face, pose) is None


CUT_OFF_PX = 4  # of a face 300 px wide


def is_inside(face: Points, left: float = 0, right: float = 0, bottom: float = 0) -> bool:
    """Of a picture that ends so many pixels beyond the face's outline, or before it."""
    (x, _), (end_x, end_y) = face[:, :2].min(axis=0), face[:, :2].max(axis=0)
    moved = face - (x - left, 0, 0)
    try:
        check_inside(moved, (round(end_x - x + left + right), round(end_y + bottom)))
    except FaceRefused as refused:
        assert (refused.code, refused.cause) == ("FACE_COVERED", "edge")
        return False
    return True


def test_a_face_that_just_fits_is_inside(face: Points) -> None:
    assert is_inside(face, left=1, right=1, bottom=1)


@pytest.mark.parametrize("edge", ["left", "right", "bottom"])
def test_a_jaw_over_the_edge_is_refused(edge: str, face: Points) -> None:
    """The engine draws what it does not see, and shapes are told by the jaw."""
    room = {"left": 9.0, "right": 9.0, "bottom": 9.0, edge: -CUT_OFF_PX}
    assert not is_inside(face, **room)


def test_a_forehead_over_the_edge_is_not_missed(face: Points) -> None:
    up = face - (0, face[10, 1] + 20, 0)
    check_inside(up, (900, 900))
