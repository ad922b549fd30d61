import numpy as np
from PIL import Image

from shared.faces.closer import again_from_near, in_tiles
from shared.faces.pose import Points
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks


def on_wall(picture: Image.Image, side: int, left: int, top: int) -> np.ndarray:
    wall = Image.new("RGB", (side, side), (120, 130, 140))
    wall.paste(picture, (left, top))
    return np.asarray(wall)


def test_a_face_that_fills_the_picture_is_not_looked_at_twice(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    assert again_from_near(np.asarray(selfie), face, engine) is face


def test_a_small_face_is_measured_in_a_cut_out_in_pixels_of_the_whole(
    astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    wall = on_wall(astronaut, 760, 200, 150)
    (found,) = engine.detect(wall)
    near = again_from_near(wall, found, engine)
    assert near is not found
    assert np.abs(near - found).mean() < 3


def test_tiles_find_a_face_too_small_for_the_whole_picture(
    astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    wall = on_wall(astronaut, 1100, 30, 500)
    assert engine.detect(wall) == []
    found = list(in_tiles(wall, engine))
    assert found
    (alone,) = engine.detect(np.asarray(astronaut))
    assert np.abs(found[0] - (alone + np.array([30, 500, 0])))[:, :2].mean() < 3


def test_a_tiny_picture_has_no_tiles(engine: MediapipeLandmarks) -> None:
    assert list(in_tiles(np.zeros((90, 90, 3), np.uint8), engine)) == []
