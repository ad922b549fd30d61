import numpy as np
import pytest
from PIL import Image

from shared.faces.patch import WIDTH_PX, FacePatch
from shared.faces.pose import Points


def turned(face: Points, degrees: float, about: Points) -> Points:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = face.copy()
    out[:, :2] = (face[:, :2] - about) @ np.array([[c, -s], [s, c]]) + about
    return out


def test_a_patch_has_one_width_and_level_eyes(selfie: Image.Image, face: Points) -> None:
    patch = FacePatch.of(np.asarray(selfie), face)
    assert np.ptp(patch.points[:, 0]) == pytest.approx(WIDTH_PX)
    right, left = patch.points[[33, 133]].mean(axis=0), patch.points[[362, 263]].mean(axis=0)
    assert right[1] == pytest.approx(left[1])
    assert patch.points.min() > 0
    assert (patch.points.max(axis=0) < patch.image.size).all()


@pytest.mark.parametrize("scale", [0.4, 1.0, 2.5])
@pytest.mark.parametrize("degrees", [0, 25])
def test_a_face_looks_the_same_in_any_size_and_tilt(
    scale: float, degrees: float, selfie: Image.Image, face: Points
) -> None:
    plain = FacePatch.of(np.asarray(selfie), face)
    side = round(900 * scale)
    other = selfie.rotate(degrees, Image.Resampling.BICUBIC).resize((side, side), Image.Resampling.LANCZOS)
    points = turned(face, degrees, np.array([450.0, 450.0])) * scale
    again = FacePatch.of(np.asarray(other), points)
    for landmarks in ((151, 9), (50, 280), (4,), (0, 17), (468, 473)):
        assert again.colour(landmarks) == pytest.approx(plain.colour(landmarks), abs=14)


def test_haze_lowers_clarity_and_exposure_does_not(selfie: Image.Image, face: Points) -> None:
    levels = np.asarray(selfie)
    clear, dark, hazy = (
        FacePatch.of(np.clip(levels * by + plus, 0, 255).astype(np.uint8), face).clarity
        for by, plus in ((1.0, 0), (0.5, 0), (0.6, 90))
    )
    assert dark == pytest.approx(clear, abs=0.03)
    assert hazy < 0.7 * clear


def test_a_face_outside_the_picture_is_black(selfie: Image.Image, face: Points) -> None:
    assert FacePatch.of(np.asarray(selfie), face + np.array([-2000.0, 500.0, 0.0])).level((4,)) == 1.0
