import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from shared.faces.pose import Points
from shared.faces.quality import Seen, check_quality, why_no_face
from shared.faces.refusal import FaceRefused
from tests.measure.covered import frame_only, mask

Picture = NDArray[np.uint8]


def refusal(picture: Picture, landmarks: Points) -> FaceRefused | None:
    try:
        check_quality(picture, landmarks)
    except FaceRefused as refused:
        return refused
    return None


def code(picture: Picture, landmarks: Points) -> str | None:
    refused = refusal(picture, landmarks)
    return refused.code if refused else None


def cause(picture: Picture, landmarks: Points) -> str | None:
    refused = refusal(picture, landmarks)
    return refused.cause if refused else None


def exposed(picture: Image.Image, factor: float) -> Picture:
    return (np.asarray(picture) * factor).clip(0, 255).astype(np.uint8)


def with_bar(picture: Image.Image, landmarks: Points, colour: int | tuple[int, int, int]) -> Picture:
    covered = np.array(picture)
    left, right = (int(x) for x in landmarks[[127, 356], 0])
    top, bottom = int(landmarks[[159, 386], 1].min()) - 35, int(landmarks[[145, 374], 1].max()) + 35
    covered[top:bottom, left:right] = colour
    return covered


@pytest.mark.parametrize("factor", [0.4, 0.7, 1.0, 1.2])
def test_ordinary_light_passes(factor: float, selfie: Image.Image, face: Points) -> None:
    assert code(exposed(selfie, factor), face) is None


@pytest.mark.parametrize("factor", [0.04, 0.1, 0.2])
def test_dark_faces_are_refused(factor: float, selfie: Image.Image, face: Points) -> None:
    assert code(exposed(selfie, factor), face) == "TOO_DARK"


@pytest.mark.parametrize("factor", [1.7, 2.5, 5.0])
def test_overexposed_faces_are_refused(factor: float, selfie: Image.Image, face: Points) -> None:
    assert code(exposed(selfie, factor), face) == "TOO_BRIGHT"


def test_a_bright_background_is_not_a_bright_face(selfie: Image.Image, face: Points) -> None:
    framed = np.full((900, 900, 3), 255, np.uint8)
    left, top = face[:, :2].min(axis=0).astype(int) - 10
    right, bottom = face[:, :2].max(axis=0).astype(int) + 10
    framed[top:bottom, left:right] = np.asarray(selfie)[top:bottom, left:right]
    assert code(framed, face) is None


@pytest.mark.parametrize(("radius", "expected"), [(2, None), (10, "TOO_BLURRED"), (20, "TOO_BLURRED")])
def test_blurred_faces_are_refused(radius: float, expected: str | None, selfie: Image.Image, face: Points) -> None:
    assert code(np.asarray(selfie.filter(ImageFilter.GaussianBlur(radius))), face) == expected


@pytest.mark.parametrize("colour", [0, 128, 255, (200, 150, 130)], ids=["black", "grey", "white", "skin"])
def test_covered_eyes_are_seen(colour: int, selfie: Image.Image, face: Points) -> None:
    assert code(with_bar(selfie, face, colour), face) == "FACE_COVERED"


def test_one_covered_eye_is_enough(selfie: Image.Image, face: Points) -> None:
    half = np.array(selfie)
    middle = int(face[168, 0])
    half[:, middle:] = with_bar(selfie, face, 0)[:, middle:]
    assert code(half, face) == "FACE_COVERED"


def test_dark_lenses_count_as_covered_and_light_tints_do_not(selfie: Image.Image, face: Points) -> None:
    bar = (with_bar(selfie, face, 0) != np.asarray(selfie)).any(axis=2)[..., None]
    tinted = [np.where(bar, exposed(selfie, share), np.asarray(selfie)) for share in (0.12, 0.5)]
    assert [code(picture, face) for picture in tinted] == ["FACE_COVERED", None]


def test_each_cover_is_named(selfie: Image.Image, face: Points) -> None:
    masked = mask((130, 170, 200))(np.asarray(selfie), face)
    assert cause(masked, face) == "mouth"
    assert cause(with_bar(selfie, face, 0), face) == "eyes"
    assert cause(np.asarray(selfie), face + np.array([500.0, 0.0, 0.0])) == "edge"


def test_glasses_are_seen_and_accepted(selfie: Image.Image, face: Points) -> None:
    framed = frame_only("rectangle", (25, 22, 20), 3.5)(np.asarray(selfie), face)
    assert check_quality(framed, face) == Seen(glasses=True, open_mouth=False)
    assert check_quality(np.asarray(selfie), face) == Seen(glasses=False, open_mouth=False)


@pytest.mark.parametrize(("by", "expected"), [(-1, None), (1, None)])
def test_a_stop_more_or_less_light_passes(by: float, expected: None, selfie: Image.Image, face: Points) -> None:
    linear = (np.asarray(selfie) / 255) ** 2.2 * 2**by
    assert code((255 * np.clip(linear, 0, 1) ** (1 / 2.2)).astype(np.uint8), face) == expected


def test_black_and_white_passes(selfie: Image.Image, face: Points) -> None:
    assert code(np.asarray(selfie.convert("L").convert("RGB")), face) is None


def test_a_face_before_a_bright_window_is_judged_by_its_own_light(selfie: Image.Image, face: Points) -> None:
    """Backlit: all but the face burnt out, the face itself at a third and at a tenth of the light."""
    y, x = np.mgrid[:900, :900]
    middle, half = (face.max(axis=0) + face.min(axis=0))[:2] / 2, np.ptp(face, axis=0)[:2] / 2
    inside = (np.hypot((x - middle[0]) / half[0], (y - middle[1]) / half[1]) < 1.1)[..., None]
    third, tenth = (np.where(inside, exposed(selfie, share), 255).astype(np.uint8) for share in (0.33, 0.1))
    assert (code(third, face), code(tenth, face)) == (None, "TOO_DARK")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda picture: exposed(picture, 0.04), "TOO_DARK"),
        (lambda picture: exposed(picture, 4.0), "TOO_BRIGHT"),
        (lambda picture: np.asarray(picture.resize((512, 512)).filter(ImageFilter.GaussianBlur(12))), "TOO_BLURRED"),
        (lambda picture: np.full((300, 400, 3), 128, np.uint8), "FACE_NOT_FOUND"),
        (lambda picture: np.zeros((1, 1, 3), np.uint8) + 128, "FACE_NOT_FOUND"),
        (np.asarray, "FACE_NOT_FOUND"),
    ],
    ids=["dark", "bright", "blurred", "blank", "one pixel", "sharp"],
)
def test_without_a_face_the_likeliest_reason_is_named(change: object, expected: str, astronaut: Image.Image) -> None:
    assert callable(change)
    assert why_no_face(change(astronaut)) == expected
