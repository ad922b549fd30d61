import numpy as np
import pytest

from shared.faces.locate import Face
from shared.tryon.head import Head
from tests.unit.tryon.known_head import known_head


def test_landmarks_come_back_to_where_they_were(face: Face) -> None:
    """Eyes to the pixel, all others within what perspective moves them."""
    head = Head.of(face)
    back = head.in_picture(head.points)
    error = np.linalg.norm(back - face.landmarks[:, :2], axis=1)
    assert error[[468, 473]].max() < 1
    assert error.max() < 0.08 * np.ptp(face.landmarks[:, 0])


def test_what_is_nearer_is_larger(face: Face) -> None:
    head = Head.of(known_head(face).face())
    left, right = head.in_picture(np.array([[-60.0, 0, 25], [60.0, 0, 25]]))
    assert np.linalg.norm(right - left) == pytest.approx(
        120 * head.px_per_mm * head.camera_mm / (head.camera_mm - 25), rel=0.003
    )


def test_a_side_turns_away_from_the_camera(face: Face) -> None:
    point, outward = np.array([[70.0, 0, -60]]), np.array([[1.0, 0, 0]])
    straight, towards, away = (
        Head.of(known_head(face, yaw=yaw).face()).facing(point, outward)[0] for yaw in (0, -20, 20)
    )
    assert straight < 0  # by perspective
    assert towards > 0.15
    assert away < -0.35


def test_down_the_face_is_down_the_picture(face: Face) -> None:
    head = Head.of(known_head(face, roll=30).face())
    across, down = head.down_px
    assert down > 0
    assert across / down == pytest.approx(np.tan(np.radians(30)), abs=0.05)
