import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import locate
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks


def side_by_side(picture: Image.Image) -> Image.Image:
    pair = Image.new("RGB", (2 * picture.width, picture.height))
    pair.paste(picture, (0, 0))
    pair.paste(picture, (picture.width, 0))
    return pair


def code(picture: np.ndarray, engine: MediapipeLandmarks) -> str:
    with pytest.raises(FaceRefused) as refused:
        locate(picture, engine)
    return refused.value.code


def test_an_upright_face_is_taken_at_the_first_look(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    picture = np.asarray(selfie)
    found = locate(picture, engine)
    assert found.picture is picture
    assert found.landmarks == pytest.approx(face)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_picture_on_its_side_or_head_is_turned(
    quarter_turns: int, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    """A5: not every phone says how it was held."""
    found = locate(np.rot90(np.asarray(selfie), quarter_turns), engine)
    assert abs(found.fit.pose.roll) < 10
    assert np.abs(found.landmarks - face)[:, :2].mean() < 2


def test_two_people_are_too_many(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    assert code(np.asarray(side_by_side(astronaut.crop((90, 0, 390, 300)))), engine) == "MULTIPLE_FACES"


def test_two_people_far_away_are_too_many(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    assert code(np.asarray(side_by_side(astronaut)), engine) == "MULTIPLE_FACES"


def test_a_face_in_a_corner_of_a_large_picture_is_found(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    wall = Image.new("RGB", (1200, 1200), (120, 130, 140))
    wall.paste(astronaut, (680, 600))
    found = locate(np.asarray(wall), engine)
    assert np.ptp(found.landmarks[:, 0]) == pytest.approx(89, abs=5)


@pytest.mark.parametrize("side_px", [60, 150])
def test_a_tiny_face_is_not_measured(side_px: int, astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    wall = Image.new("RGB", (1280, 1280), (120, 130, 140))
    wall.paste(astronaut.resize((side_px, side_px)), (300, 700))
    assert code(np.asarray(wall), engine) == "FACE_NOT_FOUND"


def test_an_empty_room_has_no_face(engine: MediapipeLandmarks) -> None:
    room = np.random.default_rng(3).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    assert code(room, engine) == "FACE_NOT_FOUND"
