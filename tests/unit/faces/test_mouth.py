"""Masks, scarves and hands are drawn on the astronaut; landmarks are found anew, as they would be in such a photo."""

import numpy as np
import pytest
from PIL import Image

from shared.faces.mouth import is_mouth_hidden, is_mouth_wide_open
from shared.faces.patch import FacePatch
from shared.faces.pose import Points
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.cover_kinds import BARS, DARK_LENSES, FRAMES, LIGHT_LENSES, MASKS, SCARVES


def hidden(kind: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks) -> bool:
    cover = {**MASKS, **SCARVES, **BARS, **FRAMES, **LIGHT_LENSES, **DARK_LENSES}[kind]
    covered = cover(np.asarray(selfie), face)
    (landmarks,) = engine.detect(covered)
    return is_mouth_hidden(FacePatch.of(covered, landmarks))


@pytest.mark.parametrize("kind", [*MASKS, "red scarf", "beige scarf"])
def test_a_mouth_under_cloth_or_a_hand_is_hidden(
    kind: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    assert hidden(kind, selfie, face, engine)


@pytest.mark.parametrize("kind", [*BARS, *FRAMES, *LIGHT_LENSES, *DARK_LENSES])
def test_what_lies_over_the_eyes_hides_no_mouth(
    kind: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    assert not hidden(kind, selfie, face, engine)


@pytest.mark.parametrize("by", [0.35, 0.6, 1.0, 1.3])
def test_dark_and_bright_mouths_are_seen(by: float, selfie: Image.Image, face: Points) -> None:
    picture = np.clip(np.asarray(selfie) * by, 0, 255).astype(np.uint8)
    assert not is_mouth_hidden(FacePatch.of(picture, face))


def test_haze_and_coloured_light_hide_no_mouth(selfie: Image.Image, face: Points) -> None:
    levels = np.asarray(selfie).astype(float)
    for changed in (levels * 0.6 + 90, levels * (1.15, 0.95, 0.6), levels * (0.8, 1.0, 1.2)):
        picture = np.clip(changed, 0, 255).astype(np.uint8)
        assert not is_mouth_hidden(FacePatch.of(picture, face))


def test_a_full_dark_beard_hides_no_mouth(selfie: Image.Image, face: Points) -> None:
    """Chin, jaw and upper lip darkened with a grain; lips, nostrils and the nose's tip as they are."""
    picture = np.asarray(selfie).astype(float)
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    lips, nose = face[[61, 291, 0, 17], :2], face[2, :2]
    middle = lips.mean(axis=0)
    on_lips = np.hypot((x - middle[0]) / np.ptp(lips[:, 0]) * 1.9, (y - middle[1]) / np.ptp(lips[:, 1]) * 1.9) < 1
    bearded = (y > nose[1] + 6) & ~on_lips
    grain = np.random.default_rng(2).normal(0.3, 0.06, picture.shape[:2])[..., None]
    out = np.where(bearded[..., None], picture * grain, picture)
    assert not is_mouth_hidden(FacePatch.of(np.clip(out, 0, 255).astype(np.uint8), face))


@pytest.mark.parametrize(("share", "expected"), [(0.0, False), (0.3, False), (0.5, True)])
def test_a_mouth_open_wider_than_any_smile_is_told(
    share: float, expected: bool, selfie: Image.Image, face: Points
) -> None:
    """The inner lips' gap as a share of the mouth's width."""
    opened = face.copy()
    opened[14, :2] = face[13, :2] + (0, share * float(np.linalg.norm(face[61, :2] - face[291, :2])))
    assert is_mouth_wide_open(FacePatch.of(np.asarray(selfie), opened)) == expected
