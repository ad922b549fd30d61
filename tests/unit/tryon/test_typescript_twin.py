"""The mirror in the shopper's browser places a frame where the server's pictures have it: each number within 1e-4."""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.faces.given import take_landmarks
from shared.faces.locate import Face
from shared.tryon import temples
from shared.tryon.front import Front
from shared.tryon.head import Head
from shared.tryon.layer import FrameLayer
from shared.tryon.lens import glazed
from shared.tryon.seat import seat
from tests.typescript import run_node
from tests.unit.faces.landmark_sets import LandmarkSet, landmark_sets
from tests.unit.tryon.fronts import TINTED, bare_layer, picture

SETS, SEED = 40, 11
CLOSE = 1e-4
PLACES = [8, 10, 127, 152, 356, 468, 473]
ON_FRONT = np.array([(0, 0), (-60, 5), (60, -35), (30, 10)], dtype=float)
FRONTS = [
    bare_layer(picture()),
    bare_layer(picture((20, 20, 20)), bridge=22.0, nose_pads=True),
    bare_layer(picture(), lens=TINTED, lens_height=44.0),
    bare_layer(picture(lens=(60, 40, 20, 120))),
]


@pytest.fixture(scope="module")
def heads(face: Face) -> list[LandmarkSet]:
    return landmark_sets(face.landmarks, SETS, SEED)


@pytest.fixture(scope="module")
def there(heads: list[LandmarkSet], compiled_widget: Path) -> list[dict[str, Any]]:
    """What TypeScript answers for each front, from one process of Node."""
    given = {"fronts": [_as_sent(front) for front in FRONTS], "heads": [head.as_sent() for head in heads]}
    done = run_node(compiled_widget / "widget" / "tests" / "place_sets.js", input=json.dumps(given))
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _as_sent(layer: FrameLayer) -> dict[str, Any]:
    height, width = layer.rgba.shape[:2]
    product = layer.product
    return {
        "rgba": b64encode(layer.rgba.tobytes()).decode(),
        "width": width,
        "height": height,
        "pxPerMm": layer.px_per_mm,
        "anchorPx": layer.anchor_px,
        "product": {
            "lensWidth": product.lens_width,
            "lensHeight": product.lens_height,
            "bridge": product.bridge,
            "nosePads": product.nose_pads,
            "lens": {
                "category": product.lens.category,
                "tau": product.lens.tau,
                "colour": product.lens.colour,
                "gradient": product.lens.gradient,
                "mirror": product.lens.mirror,
            },
        },
    }


def test_the_same_pixels_are_lenses_and_look_the_same(there: list[dict[str, Any]]) -> None:
    for bare, answer in zip(FRONTS, there, strict=True):
        ours = glazed(bare).rgba.astype(int)
        theirs = np.frombuffer(b64decode(answer["rgba"]), dtype=np.uint8).reshape(ours.shape)
        shown = np.maximum(ours[..., 3], theirs[..., 3]) > 8  # what is hardly there has no sure colour
        assert np.abs(ours - theirs)[shown].max() <= 3


def test_edges_and_hinges_are_read_alike(there: list[dict[str, Any]]) -> None:
    for bare, answer in zip(FRONTS, there, strict=True):
        layer = glazed(bare)
        x, y = layer.hinge_mm
        hinge = {"x": x, "y": y, "heightMm": layer.temple_height_mm, "colour": layer.temple_colour.tolist()}
        assert answer["hinge"] == {key: pytest.approx(value) for key, value in hinge.items()}
        assert answer["edges"]["lensMiddleMm"] == pytest.approx(layer.lens_middle_mm)


def test_browser_and_server_place_alike(heads: list[LandmarkSet], there: list[dict[str, Any]]) -> None:
    worst = 0.0
    for bare, answer in zip(FRONTS, there, strict=True):
        layer = glazed(bare)
        for head, theirs in zip(heads, answer["placed"], strict=True):
            ours = _placed(layer, head)
            worst = max(worst, _difference(ours, theirs))
    print(f"\nlargest difference of {len(FRONTS)} fronts on {len(heads)} heads: {worst:.1e}")
    assert worst <= CLOSE


def _placed(layer: FrameLayer, given: LandmarkSet) -> dict[str, Any]:
    width, height = given.image_size
    landmarks, fit = take_landmarks(given.landmarks.tolist(), given.image_size)
    head = Head.of(Face(np.broadcast_to(np.uint8(0), (height, width, 3)), landmarks, fit), given.reference)
    sits = seat(head, layer)
    return {
        "head": {
            "eyesPx": head.eyes_px,
            "turn": head.turn,
            "pxPerMm": head.px_per_mm,
            "cameraMm": head.camera_mm,
            "points": head.points[PLACES],
        },
        "seat": {"origin": sits.origin, "tilt": sits.tilt},
        "front": [Front(head, sits, setback).in_picture(ON_FRONT) for setback in (0.0, 4.0)],
        "arms": [
            [
                {"upper": upper, "lower": lower, "seen": seen, "light": light}
                for upper, lower, seen, light in zip(arm.upper, arm.lower, arm.seen, arm.light, strict=True)
            ]
            for arm in temples.arms(head, sits, layer)
        ],
    }


def _difference(ours: Any, theirs: Any) -> float:
    """The largest between two numbers, as a share where they are large."""
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        return max(_difference(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list):
        return max(_difference(*pair) for pair in zip(ours, theirs, strict=True))
    there = np.asarray(theirs, dtype=float)
    return float(np.max(np.abs(ours - there) / np.maximum(1, np.abs(there))))
