import numpy as np
import pytest
from PIL import Image

from shared.faces.tiles import in_tiles
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks


class Counting:
    """The real engine, counting."""

    def __init__(self, engine: MediapipeLandmarks) -> None:
        self._engine = engine
        self.looks = 0

    def detect(self, picture: np.ndarray) -> list[np.ndarray]:
        self.looks += 1
        return self._engine.detect(picture)


def on_wall(picture: Image.Image, size: tuple[int, int], left: int, top: int) -> np.ndarray:
    wall = Image.new("RGB", size, (120, 130, 140))
    wall.paste(picture, (left, top))
    return np.asarray(wall)


@pytest.mark.parametrize(
    ("side", "left", "top"), [(1100, 30, 500), (2900, 0, 0), (2900, 2388, 2388), (2900, 700, 1200)]
)
def test_a_face_of_three_percent_is_found_wherever_it_is(
    side: int, left: int, top: int, astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    wall = on_wall(astronaut, (side, side), left, top)
    assert engine.detect(wall) == []
    found = in_tiles(wall, engine)
    (alone,) = engine.detect(np.asarray(astronaut))
    assert found
    assert np.abs(found[0] - (alone + np.array([left, top, 0])))[:, :2].mean() < 3


@pytest.mark.parametrize("size", [(900, 900), (1200, 900), (900, 1600), (3000, 300)])
def test_the_search_has_an_end(size: tuple[int, int], engine: MediapipeLandmarks) -> None:
    counting = Counting(engine)
    assert in_tiles(np.full((size[1], size[0], 3), 130, np.uint8), counting) == []
    assert 0 < counting.looks <= 45


def test_a_tiny_picture_has_no_tiles(engine: MediapipeLandmarks) -> None:
    counting = Counting(engine)
    assert in_tiles(np.zeros((90, 90, 3), np.uint8), counting) == []
    assert counting.looks == 0
