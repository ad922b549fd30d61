"""Lenses, bars and lids are drawn on the astronaut; landmarks are found anew, as they would be in such a photo."""

import numpy as np
import pytest
from PIL import Image

from shared.faces.eyes import eye_cover
from shared.faces.patch import FacePatch
from shared.faces.pose import Points
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.cover_kinds import BARS, DARK_LENSES, FRAMES, HALF_DARK_LENSES, LIGHT_LENSES, MASKS
from tests.measure.covered import Cover, closed_eyes, lenses

Looked = tuple[Image.Image, Points, MediapipeLandmarks]


@pytest.fixture(scope="session")
def looked(selfie: Image.Image, face: Points, engine: MediapipeLandmarks) -> Looked:
    return selfie, face, engine


def seen(cover: Cover, looked: Looked) -> str | None:
    picture, face, engine = looked
    covered = cover(np.asarray(picture), face)
    (landmarks,) = engine.detect(covered)
    return eye_cover(FacePatch.of(covered, landmarks))


@pytest.mark.parametrize("kind", [*DARK_LENSES, *BARS])
def test_eyes_behind_dark_lenses_mirrors_and_bars_are_hidden(kind: str, looked: Looked) -> None:
    assert seen({**DARK_LENSES, **BARS}[kind], looked) == "eyes"


@pytest.mark.parametrize("kind", [*LIGHT_LENSES, *FRAMES, *MASKS, "gradient 90 to 30%"])
def test_eyes_behind_light_tints_and_clear_glasses_are_seen(kind: str, looked: Looked) -> None:
    assert seen({**LIGHT_LENSES, **FRAMES, **MASKS, **HALF_DARK_LENSES}[kind], looked) is None


def test_one_hidden_eye_is_enough(looked: Looked) -> None:
    def half(picture: np.ndarray, face: Points) -> np.ndarray:
        covered = picture.copy()
        middle = int(face[168, 0])
        covered[:, middle:] = lenses("round", (20, 20, 22), 1.0)(picture, face)[:, middle:]
        return covered

    assert seen(half, looked) == "eyes"


def test_lids_drawn_shut_are_no_open_eyes(looked: Looked) -> None:
    """The engine still takes them for half open; what is between them is skin."""
    assert seen(closed_eyes, looked) in ("closed", "eyes")


def test_landmarks_of_shut_lids_are_closed_eyes(selfie: Image.Image, face: Points) -> None:
    shut = face.copy()
    for upper, lower in ((159, 145), (386, 374)):
        shut[upper] = shut[lower] = (face[upper] + face[lower]) / 2
    one = face.copy()
    one[159] = shut[159]
    one[145] = shut[145]
    assert eye_cover(FacePatch.of(np.asarray(selfie), shut)) == "closed"
    assert eye_cover(FacePatch.of(np.asarray(selfie), one)) is None


def test_haze_dark_and_grey_pictures_hide_no_eyes(selfie: Image.Image, face: Points) -> None:
    levels = np.asarray(selfie).astype(float)
    grey = levels.mean(axis=2, keepdims=True).repeat(3, axis=2)
    for changed in (levels * 0.6 + 90, levels * 0.35, grey, (levels - 128) * 1.5 + 128):
        picture = np.clip(changed, 0, 255).astype(np.uint8)
        assert eye_cover(FacePatch.of(picture, face)) is None
