import numpy as np
import pytest

from shared.faces.measurement import Length
from shared.faces.pose import Points, fit_head
from shared.faces.reference import Reference
from shared.faces.scale import Scale, find_scale
from shared.faces.size import band_probabilities, error_parts, measure
from shared.faces.viewpoint import Viewpoint

PICTURE = (900, 900)
FAR = Viewpoint(0.0, 0.0)


def lengths(face: Points, reference: Reference | None = None) -> dict[str, Length]:
    fit = fit_head(face)
    return measure(face, fit, find_scale(face, fit, PICTURE, reference or Reference()))


def test_a_length_is_its_pixels_by_the_scale(face: Points) -> None:
    points = face.copy()
    points[[468, 473], :2] = [(400, 400), (500, 400)]
    fit = fit_head(face)
    got = measure(points, fit, Scale(2.0, 0.01, "iris", FAR))["pupillaryDistance"]
    assert got.mm == pytest.approx(50 / np.cos(np.radians(fit.pose.yaw)))


def test_temples_grow_and_the_nose_shrinks_when_the_camera_was_near(face: Points) -> None:
    fit = fit_head(face)
    far, near = (
        measure(face, fit, Scale(2.0, 0.01, "iris", view)) for view in (Viewpoint(0.5, 0.1), Viewpoint(3.0, 0.1))
    )
    assert near["faceWidth"].mm > 1.03 * far["faceWidth"].mm
    assert near["bridgeWidth"].mm < far["bridgeWidth"].mm
    assert near["pupillaryDistance"].mm == far["pupillaryDistance"].mm


def test_size_and_tilt_of_the_picture_do_not_matter(face: Points) -> None:
    c, s = np.cos(0.3), np.sin(0.3)
    tilted = 0.4 * face @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    fit = fit_head(tilted)
    again = measure(tilted, fit, find_scale(tilted, fit, (360, 360)))
    for name, length in lengths(face).items():
        assert again[name].mm == pytest.approx(length.mm, rel=0.005)  # the pose fit is not quite free of tilt


def test_a_real_face_has_lengths_of_a_real_face(face: Points) -> None:
    ranges = {
        "pupillaryDistance": (50, 75),
        "faceWidth": (110, 165),
        "templeWidth": (110, 165),
        "bridgeWidth": (9, 24),
        "eyeHeight": (4, 15),
        "browHeight": (12, 35),
        "faceLength": (130, 190),
    }
    got = lengths(face)
    assert set(got) == set(ranges)
    for name, (least, most) in ranges.items():
        assert least < got[name].mm < most


def test_a_known_pupillary_distance_is_given_back_and_sharpens_all_lengths(face: Points) -> None:
    plain, known = lengths(face), lengths(face, Reference(pupillary_distance=62.0))
    assert known["pupillaryDistance"] == Length(pytest.approx(62.0), pytest.approx(1.0))
    assert all(known[name].plus_minus_mm < plain[name].plus_minus_mm for name in known)


def test_the_error_is_made_of_named_parts(face: Points) -> None:
    fit = fit_head(face)
    scale = find_scale(face, fit, PICTURE)
    width = measure(face, fit, scale)["faceWidth"]
    parts = error_parts("faceWidth", scale, fit.pose.yaw, float(np.ptp(face[:468, 0])))
    assert set(parts) == {"scale", "jitter", "yaw", "nearness"}
    assert width.plus_minus_mm / width.mm == pytest.approx(sum(part**2 for part in parts.values()) ** 0.5)


def test_errors_grow_with_the_heads_turn_and_in_small_faces() -> None:
    scale = Scale(2.0, 0.01, "iris", FAR)
    facing, turned = (error_parts("pupillaryDistance", scale, yaw, 300.0) for yaw in (0, -15))
    small = error_parts("pupillaryDistance", scale, 0.0, 60.0)
    assert turned["yaw"] > facing["yaw"] == 0
    assert small["jitter"] == pytest.approx(2 * facing["jitter"])


@pytest.mark.parametrize(("mm", "band"), [(124, "narrow"), (135, "medium"), (146, "wide")])
def test_bands_are_those_of_frames_and_add_up(mm: float, band: str) -> None:
    likely = band_probabilities(Length(mm, 4))
    assert max(likely, key=likely.__getitem__) == band
    assert sum(likely.values()) == pytest.approx(1)


def test_an_uncertain_width_makes_no_band_certain() -> None:
    assert band_probabilities(Length(135, 2))["medium"] > 0.95
    assert band_probabilities(Length(135, 8))["medium"] < 0.5
