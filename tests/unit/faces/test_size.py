import numpy as np
import pytest

from shared.faces.measurement import Length
from shared.faces.pose import Points, fit_head
from shared.faces.result import Pose
from shared.faces.size import error_parts, measure, size_band

FACING = Pose(yaw=0, pitch=0, roll=0)


def test_lengths_follow_from_the_iris(face: Points) -> None:
    points = face.copy()
    points[[469, 471, 474, 476]] = [(390, 400, 0), (410, 400, 0), (490, 400, 0), (510, 400, 0)]  # irises of 20 px
    points[[468, 473]] = [(400, 400, 0), (500, 400, 0)]
    drawn_iris_mm = 11.7 * 1.041
    assert measure(points, FACING)["pupillaryDistance"].mm == pytest.approx(100 / 20 * drawn_iris_mm)


def test_size_and_tilt_of_the_picture_do_not_matter(face: Points) -> None:
    c, s = np.cos(0.3), np.sin(0.3)
    tilted = 0.4 * face @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    for name, length in measure(face, FACING).items():
        assert measure(tilted, FACING)[name].mm == pytest.approx(length.mm)


def test_a_real_face_has_lengths_of_a_real_face(face: Points) -> None:
    lengths = measure(face, fit_head(face).pose)
    ranges = {
        "pupillaryDistance": (50, 75),
        "faceWidth": (110, 165),
        "templeWidth": (110, 165),
        "bridgeWidth": (9, 24),
        "eyeHeight": (4, 15),
        "faceLength": (130, 190),
    }
    assert set(lengths) == set(ranges)
    for name, (least, most) in ranges.items():
        assert least < lengths[name].mm < most


def test_the_error_is_that_of_irises_and_grows_as_the_head_turns(face: Points) -> None:
    facing, turned = measure(face, FACING), measure(face, Pose(yaw=-15, pitch=0, roll=0))
    for name, length in facing.items():
        assert length.plus_minus_mm > length.mm * 0.5 / 11.7
        assert turned[name].plus_minus_mm > 1.2 * length.plus_minus_mm
        assert turned[name].mm == length.mm


def test_the_error_is_made_of_named_parts(face: Points) -> None:
    parts = error_parts("faceWidth", Pose(yaw=10, pitch=0, roll=0))
    assert set(parts) == {"iris", "drawn", "jitter", "yaw"}
    width = measure(face, Pose(yaw=10, pitch=0, roll=0))["faceWidth"]
    assert width.plus_minus_mm / width.mm == pytest.approx(sum(part**2 for part in parts.values()) ** 0.5)


@pytest.mark.parametrize(("mm", "band"), [(129.9, "narrow"), (130, "medium"), (139.9, "medium"), (140, "wide")])
def test_bands_are_those_of_frames(mm: float, band: str) -> None:
    assert size_band(Length(mm, 6)) == band
