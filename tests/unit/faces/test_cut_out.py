import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shared.faces import cut_out as module
from shared.faces.cut_out import cut_out
from shared.faces.pose import Points, fit_head
from shared.platform.adapters.mediapipe_landmarks import MediapipeLandmarks

EYES_CHIN = (33, 263, 152)


def test_a_tilted_face_comes_out_upright_at_the_size_asked_for(
    selfie: Image.Image, engine: MediapipeLandmarks
) -> None:
    (tilted,) = engine.detect(np.asarray(selfie.rotate(20)))
    look = cut_out(np.asarray(selfie.rotate(20)), fit_head(tilted), 288, 9.0)
    assert look.pixels.shape == (288, 288, 3)
    (found,) = engine.detect(look.pixels)
    fit = fit_head(found)
    assert abs(fit.pose.roll) < 2
    assert fit.px_per_cm == pytest.approx(9.0, rel=0.03)
    assert np.abs(found[:, :2].mean(axis=0) - 144).max() < 15


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_what_is_found_in_it_is_brought_back_into_the_picture(
    is_mirrored: bool, selfie: Image.Image, face: Points, engine: MediapipeLandmarks
) -> None:
    look = cut_out(np.asarray(selfie), fit_head(face), 288, 9.0, is_mirrored=is_mirrored)
    (found,) = engine.detect(look.pixels)
    back = look.in_picture(found)
    width = np.ptp(face[:, 0])
    assert np.linalg.norm((back - face)[:, :2], axis=1).mean() < 0.015 * width
    assert np.abs((back - face)[:, 2]).mean() < 0.03 * width


def test_a_mirrored_look_is_of_the_mirrored_picture(selfie: Image.Image, face: Points) -> None:
    plain, mirrored = (
        cut_out(np.asarray(selfie), fit_head(face), 200, 6.0, is_mirrored=way) for way in (False, True)
    )
    assert (plain.pixels == mirrored.pixels[:, ::-1]).all()


def test_a_face_at_the_edge_lies_on_black(selfie: Image.Image, face: Points) -> None:
    left = int(face[:, 0].min()) + 20
    look = cut_out(np.asarray(selfie)[:, left:], fit_head(face - (left, 0, 0)), 288, 9.0)
    assert (look.pixels[:, :20] == 0).all()
    assert look.pixels[:, 150:].std() > 20


def test_a_large_face_is_averaged_not_sampled() -> None:
    """Alone, bilinear sampling would take 2 pixels of 8 and see nothing but noise."""
    noise = np.random.default_rng(5).integers(0, 256, (1600, 1600, 3), dtype=np.uint8)
    head = fit_head(_canonical() * (80, -80, -80) + (800, 800, 0))
    assert cut_out(noise, head, 160, 10.0).pixels[40:120, 40:120].std() < 15


def _canonical() -> Points:
    """478 points, those that the head is fitted to in their canonical places."""
    data = json.loads((Path(module.__file__).with_name("data") / "canonical.json").read_text("utf-8"))
    points = np.zeros((478, 3))
    for entry in data["points"]:
        points[entry["point"]] = entry["xyz"]
    return points


def test_mirror_partners_are_mutual_and_mirror_a_straight_face(face: Points) -> None:
    partners = json.loads((Path(module.__file__).with_name("data") / "mirror.json").read_text("utf-8"))["partners"]
    assert [partners[partner] for partner in partners] == list(range(478))
    straight = fit_head(face).straight
    assert np.linalg.norm(straight * (-1, 1, 1) - straight[partners], axis=1).max() < 1.5
    assert np.linalg.norm(straight * (-1, 1, 1) - straight[partners], axis=1).mean() < 0.5
