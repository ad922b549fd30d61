"""Pictures that are hard to read or to measure, each from its bytes to its answer.

Other hard cases are tested where they belong: broken files, bombs and text in test_photo; CMYK, GIF, TIFF and other
formats, pictures on their side or head, overexposed, blurred and small ones in test_analysis; tiny faces and two
people in test_locate; every drawn cover in test_eyes and test_mouth.
"""

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageFilter

from shared.faces.analysis import analyse_photo
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.cover_kinds import BARS, DARK_LENSES, MASKS
from tests.measure.known_face import Camera, photographed
from tests.measure.known_sizes import known_face

Write = Callable[[Image.Image], bytes]


def saved(picture: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def heic(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture).save(file, quality=90)
    return file.getvalue()


def sixteen_bit(picture: Image.Image) -> bytes:
    return saved(Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257), "PNG")


def as_held(orientation: int, turn: Image.Transpose) -> Write:
    """Stored as the sensor lay, marked with how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return lambda picture: saved(picture.transpose(turn), "JPEG", quality=92, exif=exif)


def polyglot(picture: Image.Image) -> bytes:
    """A JPEG that is a page of HTML and a ZIP archive to those who would read it so."""
    jpeg = saved(picture, "JPEG", quality=92)
    return jpeg[:2] + b"\xff\xfe\x00\x22<html><script>alert(1)</script>-->" + jpeg[2:] + b"PK\x03\x04" + bytes(99)


READ: dict[str, Write] = {
    "rgba png": lambda picture: saved(picture.convert("RGBA"), "PNG"),
    "16-bit png": sixteen_bit,
    "avif": lambda picture: saved(picture, "AVIF", quality=80),
    "heic": heic,
    "exif 3": as_held(3, Image.Transpose.ROTATE_180),
    "exif 6": as_held(6, Image.Transpose.ROTATE_90),
    "exif 8": as_held(8, Image.Transpose.ROTATE_270),
    "polyglot jpeg": polyglot,
    "tilted by 30°": lambda picture: saved(picture.rotate(30, Image.Resampling.BICUBIC), "PNG"),
    "black and white": lambda picture: saved(picture.convert("L").convert("RGB"), "PNG"),
    "blurred by 6 px of 1200": lambda picture: saved(
        picture.resize((1200, 1200)).filter(ImageFilter.GaussianBlur(6)), "PNG"
    ),
}


@pytest.fixture(scope="module")
def plain_mm(selfie: Image.Image, engine: MediapipeLandmarks) -> float:
    return analyse_photo(saved(selfie, "PNG"), engine).measurements["pupillaryDistance"].mm


@pytest.mark.parametrize("case", READ)
def test_hard_to_read_is_measured_like_any_other(
    case: str, selfie: Image.Image, engine: MediapipeLandmarks, plain_mm: float
) -> None:
    result = analyse_photo(READ[case](selfie), engine)
    assert result.measurements["pupillaryDistance"].mm == pytest.approx(plain_mm, rel=0.06)


def refusal(content: bytes, engine: MediapipeLandmarks) -> tuple[str, str | None]:
    with pytest.raises(FaceRefused) as refused:
        analyse_photo(content, engine)
    return refused.value.code, refused.value.cause


@pytest.mark.parametrize(("share", "expected"), [(0.2, "TOO_DARK"), (0.1, "TOO_DARK"), (0.04, "TOO_DARK")])
def test_the_dark_is_named_whether_a_face_is_found_in_it_or_not(
    share: float, expected: str, selfie: Image.Image, engine: MediapipeLandmarks
) -> None:
    assert refusal(saved(selfie.point(lambda level: level * share), "PNG"), engine) == (expected, None)


@pytest.mark.parametrize(
    ("kind", "cause"), [("blue mask", "mouth"), ("hand", "mouth"), ("black bar", "eyes"), ("silver mirror", "eyes")]
)
def test_a_covered_face_is_told_what_to_uncover(
    kind: str, cause: str, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    covered = {**MASKS, **BARS, **DARK_LENSES}[kind](np.asarray(selfie), face)
    assert refusal(saved(Image.fromarray(covered), "PNG"), engine) == ("FACE_COVERED", cause)


@pytest.mark.parametrize("yaw", [-75, 75])
def test_a_profile_is_not_measured(yaw: float, selfie: Image.Image, engine: MediapipeLandmarks) -> None:
    """Rendered from the selfie's own mesh: the engine finds it turned far, or not at all."""
    side = photographed(known_face(selfie, engine), Camera(700, yaw=yaw))
    assert refusal(saved(side, "PNG"), engine)[0] in ("FACE_TURNED", "FACE_NOT_FOUND")


def test_jpeg_2000_is_asked_for_in_another_format(selfie: Image.Image, engine: MediapipeLandmarks) -> None:
    """No phone or browser sends it, and its decoder is one more that would read hostile bytes."""
    content = saved(selfie, "JPEG2000")
    assert refusal(content, engine) == ("IMAGE_UNREADABLE", None)
    assert "JPEG, PNG, WebP or HEIC" in FaceRefused("IMAGE_UNREADABLE").advice
