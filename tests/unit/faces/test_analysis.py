import logging
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter

from shared.faces.analysis import InvalidLandmarks, Reference, analyse_landmarks, analyse_photo
from shared.faces.locate import locate
from shared.faces.pose import Points
from shared.faces.refusal import FaceRefused
from shared.faces.result import SHAPES
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks
from tests.measure.covered import frame_only

Encode = Callable[..., bytes]


def code(content: bytes, engine: MediapipeLandmarks) -> str:
    with pytest.raises(FaceRefused) as refused:
        analyse_photo(content, engine)
    return refused.value.code


def test_a_photo_gives_shape_size_and_pose(selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode) -> None:
    """B10: a face image goes in, a face shape comes out."""
    result = analyse_photo(encode(selfie, "JPEG", quality=90), engine)
    assert result.shape in SHAPES
    assert result.confidence >= 0.5
    assert set(result.probabilities) == set(SHAPES)
    assert 50 < result.measurements["pupillaryDistance"].mm < 75
    assert result.measurements["faceWidth"].plus_minus_mm > 3
    assert result.size_bands[result.size_band] == max(result.size_bands.values()) > 0.34
    assert result.scale_source == "iris"
    assert abs(result.pose.yaw) < 8
    assert not result.corrected


def test_landmarks_alone_give_the_very_same_result(
    selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode
) -> None:
    looked_at = locate(np.asarray(selfie), engine).landmarks
    from_landmarks = analyse_landmarks((looked_at / 900).tolist(), (900, 900))
    from_photo = analyse_photo(encode(selfie), engine)
    assert from_landmarks.shape == from_photo.shape
    assert from_landmarks.notes == from_photo.notes
    assert from_landmarks.probabilities == pytest.approx(from_photo.probabilities, abs=1e-6)
    for name, length in from_photo.measurements.items():
        assert from_landmarks.measurements[name].mm == pytest.approx(length.mm)
        assert from_landmarks.measurements[name].plus_minus_mm == pytest.approx(length.plus_minus_mm)


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [("CMYK", "JPEG"), ("RGBA", "WEBP"), ("L", "PNG"), ("P", "GIF"), ("LA", "PNG"), ("RGB", "BMP"), ("RGB", "TIFF")],
)
def test_the_same_face_in_other_files_has_the_same_size(
    mode: str, file_format: str, selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode
) -> None:
    plain = analyse_photo(encode(selfie), engine).measurements["pupillaryDistance"].mm
    other = analyse_photo(encode(selfie.convert(mode), file_format), engine).measurements["pupillaryDistance"].mm
    assert other == pytest.approx(plain, rel=0.06)


def test_a_compressed_photo_keeps_its_shape(selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode) -> None:
    assert (
        analyse_photo(encode(selfie, "JPEG", quality=60), engine).shape == analyse_photo(encode(selfie), engine).shape
    )


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_photo_lying_on_its_side_is_measured_all_the_same(
    degrees: int, selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode
) -> None:
    upright, turned = (analyse_photo(encode(picture), engine) for picture in (selfie, selfie.rotate(degrees)))
    assert turned.shape == upright.shape
    assert turned.pose.roll == pytest.approx(upright.pose.roll, abs=2)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda picture: picture.resize((160, 160)), "FACE_TOO_SMALL"),
        (lambda picture: picture.rotate(42, Image.Resampling.BICUBIC), "FACE_TURNED"),
        (lambda picture: picture.point(lambda level: level * 0.04), "TOO_DARK"),
        (lambda picture: picture.point(lambda level: level * 0.15), "TOO_DARK"),
        (lambda picture: picture.point(lambda level: level * 5), "TOO_BRIGHT"),
        (lambda picture: picture.filter(ImageFilter.GaussianBlur(12)), "TOO_BLURRED"),
        (lambda picture: picture.filter(ImageFilter.GaussianBlur(40)), "TOO_BLURRED"),
        (lambda picture: Image.new("RGB", (640, 480), (120, 140, 160)), "FACE_NOT_FOUND"),
    ],
    ids=["small", "tilted", "very dark", "dark", "bright", "blurred", "very blurred", "no face"],
)
def test_what_cannot_be_measured_is_refused_with_its_reason(
    change: Callable[[Image.Image], Image.Image],
    expected: str,
    selfie: Image.Image,
    engine: MediapipeLandmarks,
    encode: Encode,
) -> None:
    assert code(encode(change(selfie)), engine) == expected


def test_covered_eyes_are_refused(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks, encode: Encode
) -> None:
    covered = selfie.copy()
    left, right = face[[127, 356], 0].astype(int)
    covered.paste((0, 0, 0), (left, int(face[159, 1]) - 40, right, int(face[145, 1]) + 40))
    assert code(encode(covered), engine) == "FACE_COVERED"


def test_glasses_are_accepted_and_told_of(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks, encode: Encode
) -> None:
    framed = Image.fromarray(frame_only("rectangle", (25, 22, 20), 3.5)(np.asarray(selfie), face))
    bare, worn = (analyse_photo(encode(picture), engine) for picture in (selfie, framed))
    assert [note for note in worn.notes if note not in bare.notes] == [
        "Glasses seen: without them, sizes around the eyes are a little more exact."
    ]


def scaled(face: Points, factor: float) -> list[list[float]]:
    listed: list[list[float]] = (face * factor / 900).tolist()
    return listed


def test_landmarks_of_a_small_or_turned_face_are_refused_too(face: Points) -> None:
    for landmarks, expected in ((scaled(face, 0.15), "FACE_TOO_SMALL"), (_turned(face, 30), "FACE_TURNED")):
        with pytest.raises(FaceRefused) as refused:
            analyse_landmarks(landmarks, (900, 900))
        assert refused.value.code == expected


def test_landmarks_of_no_face_are_invalid() -> None:
    with pytest.raises(InvalidLandmarks):
        analyse_landmarks([[0.5, 0.5, 0.0]] * 478, (640, 480))


def _turned(face: Points, degrees: float) -> list[list[float]]:
    """Turned to the right of the picture; depth as the fit takes it."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    head = (face - face.mean(axis=0)) * (1, 1, 0.85) @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    listed: list[list[float]] = ((head / (1, 1, 0.85) + (450, 450, 0)) / 900).tolist()
    return listed


def test_a_turned_face_is_told_so_and_sizes_are_called_an_estimate(face: Points) -> None:
    straight, turned = (analyse_landmarks(_turned(face, degrees), (900, 900)) for degrees in (0, 14))
    assert any("not for making lenses" in note for note in straight.notes)
    assert not any("to one side" in note for note in straight.notes)
    assert any(f"Turned {abs(turned.pose.yaw):.0f}° to one side" in note for note in turned.notes)
    assert turned.shape == straight.shape
    assert turned.measurements["faceWidth"].plus_minus_mm > straight.measurements["faceWidth"].plus_minus_mm


def test_a_known_pupillary_distance_and_a_card_sharpen_the_sizes_and_are_named(
    selfie: Image.Image, face: Points, engine: MediapipeLandmarks, encode: Encode
) -> None:
    apart_mm = analyse_photo(encode(selfie), engine).measurements["pupillaryDistance"].mm
    card = Reference(card=[[0.2, 0.1], [0.2 + 85.6 / apart_mm * abs(face[468, 0] - face[473, 0]) / 900, 0.1]])
    for reference, source, plus_minus in (
        (Reference(pupillary_distance=apart_mm), "pupillaryDistance", 1.0),
        (card, "card", 2.0),
    ):
        for result in (
            analyse_photo(encode(selfie), engine, reference),
            analyse_landmarks((face / 900).tolist(), (900, 900), reference),
        ):
            assert result.scale_source == source
            assert result.measurements["pupillaryDistance"].plus_minus_mm <= plus_minus + 1e-9
            assert any("Scaled by the" in note for note in result.notes)


def test_a_card_is_as_long_in_a_photo_on_its_side(
    selfie: Image.Image, engine: MediapipeLandmarks, encode: Encode
) -> None:
    """Its ends are told in the photo as it was sent, also when the face had to be turned upright."""
    tall = selfie.crop((150, 0, 750, 900))
    card = [[0.37, 0.1], [0.63, 0.1]]
    upright = analyse_photo(encode(tall), engine, Reference(card=card))
    sideways = Reference(card=[[1 - y, x] for x, y in card])
    turned = analyse_photo(encode(tall.transpose(Image.Transpose.ROTATE_270)), engine, sideways)
    assert upright.scale_source == turned.scale_source == "card"
    for name, length in upright.measurements.items():
        assert turned.measurements[name].mm == pytest.approx(length.mm, rel=0.02)


def test_an_unsure_shape_is_not_named_but_its_candidates_are(face: Points) -> None:
    """Widths between those of two named shapes: somewhere on the way no shape is likely enough."""
    results = [
        analyse_landmarks((face * (k, 1, 1) / 1000).tolist(), (1000, 1000)) for k in np.linspace(0.85, 1.15, 31)
    ]
    unsure = next(result for result in results if result.notes[0].startswith("Between"))
    assert unsure.shape is None
    likely = sorted(unsure.probabilities, key=unsure.probabilities.__getitem__, reverse=True)[:2]
    assert unsure.confidence < 0.5
    assert f"Between {likely[0]} and {likely[1]}" in unsure.notes[0]


def test_a_face_unlike_those_learned_from_is_told_so_and_given_no_shape(face: Points) -> None:
    result = analyse_landmarks((face * (0.8, 1, 1) / 1000).tolist(), (1000, 1000))
    assert result.shape is None
    assert "unlike those this was learned from" in result.notes[0]
    assert not any(note.startswith("Between") for note in result.notes)
    assert sum(result.probabilities.values()) == pytest.approx(1)


def test_nothing_is_logged_or_printed(
    selfie: Image.Image,
    engine: MediapipeLandmarks,
    encode: Encode,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    analyse_photo(encode(selfie), engine)
    assert code(encode(selfie)[:5000], engine) == "IMAGE_UNREADABLE"
    assert [record for record in caplog.records if record.name.startswith(("shared", "mediapipe"))] == []
    assert capfd.readouterr() == ("", "")


def test_the_room_starts_without_engine_or_heif() -> None:
    check = (
        "import sys, shared.faces.analysis\n"
        "print([name for name in ('mediapipe', 'pillow_heif', 'sklearn', 'scipy', 'flask') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"
