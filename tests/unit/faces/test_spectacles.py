import numpy as np
import pytest
from PIL import Image

from shared.faces.patch import FacePatch
from shared.faces.pose import Points
from shared.faces.spectacles import wears_glasses
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.cover_kinds import FRAMES


@pytest.mark.parametrize("kind", ["thin dark frame", "thick dark frame"])
def test_a_bridge_across_the_nose_is_seen(
    kind: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    framed = FRAMES[kind](np.asarray(selfie), face)
    (landmarks,) = engine.detect(framed)
    assert wears_glasses(FacePatch.of(framed, landmarks))


@pytest.mark.parametrize("by", [0.4, 0.7, 1.0, 1.3])
def test_a_bare_nose_is_not_called_worn(by: float, selfie: Image.Image, face: Points) -> None:
    picture = np.clip(np.asarray(selfie) * by, 0, 255).astype(np.uint8)
    assert not wears_glasses(FacePatch.of(picture, face))


def test_grain_is_no_bridge(selfie: Image.Image, face: Points) -> None:
    grain = np.random.default_rng(1).normal(0, 12, (900, 900, 3))
    picture = np.clip(np.asarray(selfie) + grain, 0, 255).astype(np.uint8)
    assert not wears_glasses(FacePatch.of(picture, face))
