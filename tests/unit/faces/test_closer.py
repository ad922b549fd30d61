import numpy as np
import pytest
from PIL import Image

from shared.faces.closer import look_closer
from shared.faces.pose import Points, fit_head
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks


def first_look(picture: Image.Image, engine: MediapipeLandmarks) -> Points:
    (found,) = engine.detect(np.asarray(picture))
    return found


def narrowness(straight: Points) -> float:
    """Of the jaw against the face."""
    return float(np.linalg.norm(straight[172] - straight[397]) / np.linalg.norm(straight[234] - straight[454]))


def test_two_looks_at_a_face_agree(selfie: Image.Image, face: Points, engine: MediapipeLandmarks) -> None:
    closer = look_closer(np.asarray(selfie), fit_head(face), engine)
    assert closer is not None
    assert closer.apart_cm < 0.2
    assert not closer.is_doubtful
    assert np.linalg.norm((closer.landmarks - face)[:, :2], axis=1).mean() < 0.015 * np.ptp(face[:, 0])


def test_tilt_and_size_move_the_closer_look_less_than_the_first(
    astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    head = astronaut.crop((90, 0, 390, 300))
    changed = [head.rotate(angle, Image.Resampling.BICUBIC) for angle in (-15, -10, -5, 0, 5, 10, 15)]
    changed += [head.resize((side, side), Image.Resampling.LANCZOS) for side in (256, 512, 1024)]
    firsts = [first_look(picture, engine) for picture in changed]
    pairs = zip(changed, firsts, strict=True)
    closer = [look_closer(np.asarray(picture), fit_head(first), engine) for picture, first in pairs]
    before = np.std([narrowness(fit_head(first).straight) for first in firsts])
    after = np.std([narrowness(each.fit.straight) for each in closer if each])
    assert all(closer)
    assert after < before / 3


def test_an_empty_place_holds_no_face(face: Points, engine: MediapipeLandmarks) -> None:
    assert look_closer(np.full((900, 900, 3), 120, np.uint8), fit_head(face), engine) is None


def test_the_nearer_of_two_faces_is_taken(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    head = astronaut.crop((160, 30, 300, 200))
    pair = Image.new("RGB", (280, 170))
    pair.paste(head, (0, 0))
    pair.paste(head, (140, 0))
    for found in engine.detect(np.asarray(pair)):
        closer = look_closer(np.asarray(pair), fit_head(found), engine)
        assert closer is not None
        assert np.abs((closer.landmarks - found).mean(axis=0)[:2]).max() < 5


@pytest.mark.parametrize("disfigured", ["halves swapped", "mouth above the eyes", "noise"])
def test_what_only_resembles_a_face_is_doubtful(
    disfigured: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    picture = np.asarray(selfie).copy()
    (left, top), (right, bottom) = face[:, :2].min(axis=0).astype(int), face[:, :2].max(axis=0).astype(int)
    bottom, right = bottom - (bottom - top) % 2, right - (right - left) % 2
    part = picture[top:bottom, left:right]
    if disfigured == "halves swapped":
        part[:] = np.roll(part, part.shape[1] // 2, axis=1)
    elif disfigured == "mouth above the eyes":
        part[:] = np.roll(part, part.shape[0] // 2, axis=0)
    else:
        noise = np.random.default_rng(2).normal(0, 110, part.shape)
        part[:] = np.clip(part + noise, 0, 255)
    closer = look_closer(picture, fit_head(face), engine)
    assert closer is None or closer.is_doubtful
