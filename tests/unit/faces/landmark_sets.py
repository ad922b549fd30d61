"""Landmark sets of people who do not exist: one real face, bent, turned and photographed by chance from a seed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from shared.faces.pose import Points, straighten
from shared.faces.reference import NO_REFERENCE, Reference
from shared.faces.shape import IN_THE_PLANE, jaw_features, jaw_points, shape_model

SIDES = (480, 720, 1080, 1920)
IRISES = ((468, slice(469, 473)), (473, slice(474, 478)))
DEPTH = 0.85  # of the head over that of the landmarks, as in canonical.json


@dataclass(frozen=True)
class LandmarkSet:
    """Normalised landmarks, 478 × 3, of a picture of `image_size` pixels (width, height)."""

    landmarks: Points
    image_size: tuple[int, int]
    reference: Reference = NO_REFERENCE

    def as_sent(self) -> dict[str, Any]:
        given = {"pupillaryDistance": self.reference.pupillary_distance, "card": self.reference.card}
        return {
            "landmarks": self.landmarks.tolist(),
            "imageSize": list(self.image_size),
            "reference": {name: value for name, value in given.items() if value is not None},
        }


def landmark_sets(face: Points, count: int, seed: int) -> list[LandmarkSet]:
    """`face`: real landmarks in picture pixels. Most sets can be measured, some are too small, turned or no face."""
    chance = np.random.default_rng(seed)
    head = straighten(face)
    people = [_bent(head, chance) if place % 4 == 0 else _of_a_shape(head, chance) for place in range(count)]
    return [_photographed(person, chance) for person in people]


def _of_a_shape(head: Points, chance: Generator) -> Points:
    """A jaw like those that the shape model was fitted on, about the middle of any shape."""
    model = shape_model()
    features = jaw_features(head)
    wanted = chance.normal(0, 0.5, len(model.directions))
    wanted[:IN_THE_PLANE] += chance.choice(model.centres)
    missing = wanted - model.directions @ ((features - model.mean) / model.scale)
    moved = np.linalg.lstsq(model.directions, missing, rcond=None)[0] * model.scale
    shaped = head.copy()
    side, mirrored = (head[points] for points in jaw_points())
    by_cm = moved.reshape(-1, 3) * (side[0, 0] - mirrored[0, 0]) / (2 * features[0])
    for points, mirror in zip(jaw_points(), (1, -1), strict=True):
        shaped[points] += by_cm * (mirror, 1, 1)
    return shaped


def _bent(head: Points, chance: Generator) -> Points:
    """Another head, in cm: wider or longer, another jaw, larger or smaller irises, waves over it all, noise."""
    x, y, z = head.T
    below_the_mouth = np.clip(-(y + 2) / 6, 0, 1)
    jaw = 1 + chance.uniform(-0.12, 0.12) * below_the_mouth
    chin = 1 + chance.uniform(-0.12, 0.12) * below_the_mouth
    bent = np.column_stack([x * jaw, y * chin, z]) * chance.uniform((0.92, 0.82, 0.9), (1.08, 1.02, 1.1))
    bent += _waves(head, chance) + chance.normal(0, 0.01, head.shape)
    for centre, ring in IRISES:
        bent[ring] = bent[centre] + (bent[ring] - bent[centre]) * chance.uniform(0.75, 1.05)
    return bent


def _waves(head: Points, chance: Generator) -> Points:
    """A smooth displacement of up to about 0.15 cm."""
    turns = chance.normal(0, 0.25, (3, 3))
    return np.asarray(chance.normal(0, 0.06, 3) * np.sin(head @ turns + chance.uniform(0, 2 * np.pi, 3)))


def _photographed(head: Points, chance: Generator) -> LandmarkSet:
    yaw, pitch, roll = chance.uniform((-22, -27, -37), (22, 27, 37))
    turned = head @ _rotation(yaw, pitch, roll) * (1, -1, -1 / DEPTH)
    distance_cm = 100 / chance.uniform(0.1, 2)  # shapes are told from afar, and not from too near
    turned[:, :2] *= distance_cm / (distance_cm + turned[:, 2:] * DEPTH)
    width, height = size = tuple(int(side) for side in chance.choice(SIDES, 2))
    pixels = turned * (chance.uniform(0.05, 0.65) * min(size) / np.ptp(turned[:, 0]))
    pixels += (*chance.uniform(0.35, 0.65, 2) * size, 0)
    normalised = pixels / (width, height, width)
    return LandmarkSet(normalised, (width, height), _reference(normalised, chance))


def _reference(normalised: Points, chance: Generator) -> Reference:
    """Nothing, a pupillary distance, a card somewhere above the eyes, or both; some of them cannot be right."""
    own = float(chance.uniform(52, 76)) if chance.random() < 0.4 else None
    apart = normalised[473, 0] - normalised[468, 0]
    left = min(max(0.0, float(normalised[468, 0])), 0.5)
    right = min(1.0, left + abs(float(apart)) * float(chance.uniform(1.1, 1.8)))
    return Reference(own, ((left, 0.2), (right, 0.2)) if chance.random() < 0.4 else None)


def _rotation(yaw: float, pitch: float, roll: float) -> Points:
    """For row vectors; degrees, about the head's y, x and z."""
    (a, b, c), (d, e, f) = np.cos(np.radians([yaw, pitch, roll])), np.sin(np.radians([yaw, pitch, roll]))
    about_y = np.array([[a, 0, -d], [0, 1, 0], [d, 0, a]])
    about_x = np.array([[1, 0, 0], [0, b, e], [0, -e, b]])
    about_z = np.array([[c, f, 0], [-f, c, 0], [0, 0, 1]])
    return np.asarray(about_y @ about_x @ about_z)
