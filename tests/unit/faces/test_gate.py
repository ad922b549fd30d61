import numpy as np
import pytest

from shared.faces.gate import check_face
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
