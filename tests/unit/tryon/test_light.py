from dataclasses import replace

import numpy as np
import pytest

from shared.faces.locate import Face
from shared.tryon.light import cheek, light_of

GREY = np.full((4, 10, 3), 100, dtype=np.float32)


def _lit(face: Face, change: object) -> Face:
    return replace(face, picture=np.clip(face.picture * np.asarray(change), 0, 255).astype(np.uint8))


def _from_the_right(face: Face) -> np.ndarray:
    across = face.landmarks[:, 0]
    return np.interp(np.arange(face.picture.shape[1]), [across.min(), across.max()], [0.3, 1.0])[:, None]


def test_a_darker_photo_has_a_darker_frame(face: Face) -> None:
    assert light_of(_lit(face, 0.4)).on(GREY).mean() < 0.8 * light_of(face).on(GREY).mean()


def test_a_warm_photo_has_a_warm_frame(face: Face) -> None:
    red, _, blue = light_of(_lit(face, [1.0, 0.85, 0.6])).on(GREY).mean(axis=(0, 1))
    assert red > blue * 1.05


def test_light_from_one_side_lights_that_side_of_the_frame(face: Face) -> None:
    lit = light_of(_lit(face, _from_the_right(face))).on(GREY)
    assert lit[:, -1].mean() > 1.1 * lit[:, 0].mean()


def test_an_arm_gets_its_sides_light(face: Face) -> None:
    light = light_of(_lit(face, _from_the_right(face)))
    colour = np.array([100, 100, 100], dtype=np.float32)
    assert light.on_arm(colour, 1).mean() > light.on_arm(colour, -1).mean()


def test_black_and_white_is_recognised_and_nothing_else(face: Face) -> None:
    grey = np.repeat(face.picture.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    assert light_of(replace(face, picture=grey)).is_grey
    assert not light_of(face).is_grey


def test_a_cheek_beside_the_picture_is_no_error(face: Face) -> None:
    away = replace(face, landmarks=face.landmarks + np.array([5000, -5000, 0]))
    assert 0 <= cheek(away, 1) <= 255
    assert light_of(away).gain == pytest.approx(1, abs=0.5)
