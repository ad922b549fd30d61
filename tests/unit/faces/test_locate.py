import numpy as np
import pytest
from PIL import Image

from shared.faces.locate import locate
from shared.faces.pose import Points, fit_head
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


def test_an_upright_face_is_taken_as_the_picture_is(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    picture = np.asarray(selfie)
    found = locate(picture, engine)
    assert found.picture is picture
    assert np.linalg.norm((found.landmarks - face)[:, :2], axis=1).mean() < 0.015 * np.ptp(face[:, 0])
    assert found.fit.pose == fit_head(found.landmarks).pose


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_picture_on_its_side_or_head_is_turned(
    quarter_turns: int, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    """A5: not every phone says how it was held."""
    found = locate(np.rot90(np.asarray(selfie), quarter_turns), engine)
    assert abs(found.fit.pose.roll) < 10
    assert np.abs(found.landmarks - face)[:, :2].mean() < 4


def test_two_people_are_too_many(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    assert code(np.asarray(side_by_side(astronaut.crop((90, 0, 390, 300)))), engine) == "MULTIPLE_FACES"


def test_two_people_far_away_are_too_many(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    assert code(np.asarray(side_by_side(astronaut)), engine) == "MULTIPLE_FACES"


def test_a_face_in_a_corner_of_a_large_picture_is_found(astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    wall = Image.new("RGB", (1200, 1200), (120, 130, 140))
    wall.paste(astronaut, (680, 600))
    found = locate(np.asarray(wall), engine)
    assert np.ptp(found.landmarks[:, 0]) == pytest.approx(89, abs=5)


def test_a_small_face_is_searched_for_in_the_larger_picture(
    astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    """123 px of 4096: 38 px of the 1280 that a photo is looked at first."""
    wall = Image.new("RGB", (4096, 3072), (120, 130, 140))
    wall.paste(astronaut.resize((708, 708), Image.Resampling.LANCZOS), (1500, 900))
    small = np.asarray(wall.resize((1280, 960)))
    asked = []

    def larger() -> np.ndarray:
        asked.append(1)
        return np.asarray(wall)

    found = locate(small, engine, larger)
    assert found.width_px == pytest.approx(123, rel=0.05)
    assert found.picture.shape == (3072, 4096, 3)
    assert len(asked) == 1
    assert code(small, engine) == "FACE_NOT_FOUND"


def test_the_larger_picture_is_left_alone_when_a_face_is_seen(
    selfie: Image.Image, engine: MediapipeLandmarks
) -> None:
    assert locate(np.asarray(selfie), engine, lambda: pytest.fail("asked for")).width_px > 200


@pytest.mark.parametrize(("share", "alone"), [(0.31, True), (0.4, False)])
def test_somebody_far_behind_is_no_second_person(
    share: float, alone: bool, astronaut: Image.Image, engine: MediapipeLandmarks
) -> None:
    head = astronaut.crop((150, 30, 310, 210))
    pair = Image.new("RGB", (224, 180), (120, 130, 140))
    pair.paste(head, (0, 0))
    pair.paste(head.resize((round(160 * share), round(180 * share)), Image.Resampling.LANCZOS), (160, 20))
    picture = np.asarray(pair.resize((1120, 900), Image.Resampling.LANCZOS))
    assert len(engine.detect(picture)) == 2
    if alone:
        assert locate(picture, engine).landmarks[:, 0].mean() < 600
    else:
        assert code(picture, engine) == "MULTIPLE_FACES"


@pytest.mark.parametrize("side_px", [60, 150])
def test_a_tiny_face_is_not_measured(side_px: int, astronaut: Image.Image, engine: MediapipeLandmarks) -> None:
    wall = Image.new("RGB", (1280, 1280), (120, 130, 140))
    wall.paste(astronaut.resize((side_px, side_px)), (300, 700))
    assert code(np.asarray(wall), engine) == "FACE_NOT_FOUND"


def test_an_empty_room_has_no_face(engine: MediapipeLandmarks) -> None:
    room = np.random.default_rng(3).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    assert code(room, engine) == "FACE_NOT_FOUND"


@pytest.mark.parametrize("fault", ["halves swapped", "mouth above the eyes", "noise", "cut in half"])
def test_a_doubtful_face_is_refused(
    fault: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    picture = np.asarray(selfie).copy()
    (left, top), (right, bottom) = face[:, :2].min(axis=0).astype(int), face[:, :2].max(axis=0).astype(int)
    part = picture[top:bottom, left:right]
    if fault == "halves swapped":
        part[:] = np.roll(part, part.shape[1] // 2, axis=1)
    elif fault == "mouth above the eyes":
        part[:] = np.roll(part, part.shape[0] // 2, axis=0)
    elif fault == "noise":
        part[:] = np.clip(part + np.random.default_rng(2).normal(0, 110, part.shape), 0, 255)
    else:
        picture = picture[:, (left + right) // 2 :]
    assert code(picture, engine) in ("FACE_NOT_FOUND", "FACE_COVERED")


def test_a_light_too_low_to_find_a_face_is_named(selfie: Image.Image, engine: MediapipeLandmarks) -> None:
    assert code((np.asarray(selfie) * 0.02).astype(np.uint8), engine) == "TOO_DARK"
