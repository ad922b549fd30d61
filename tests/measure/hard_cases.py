"""Pictures that hold no measurable face, made from one that does, with the answers that are right for them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]

FOUND = ("analysed",)
NONE = ("FACE_NOT_FOUND", "FACE_COVERED", "FACE_TURNED")
NO_FACE = ("FACE_NOT_FOUND", "TOO_BLURRED", "TOO_BRIGHT")


@dataclass(frozen=True)
class HardCase:
    name: str
    right: tuple[str, ...]
    picture: Picture


def hard_cases(image: Image.Image, landmarks: NDArray[np.float64], seed: int) -> Iterator[HardCase]:
    """Of a picture and where its face is."""
    picture, chance = np.asarray(image), np.random.default_rng(seed)
    (left, top), (right, bottom) = (edge.astype(int) for edge in _box(picture, landmarks))
    middle = (left + right) // 2
    for turns in (1, 2, 3):
        yield HardCase(f"turned by {90 * turns}°", FOUND, np.rot90(picture, turns))
    yield HardCase("left half outside", NONE, picture[:, middle:])
    yield HardCase("right half outside", NONE, picture[:, :middle])

    across, down = (right - left) // 10, (bottom - top) // 10
    yield HardCase("chin outside", NONE, picture[: bottom - down])
    yield HardCase("a cheek outside", NONE, picture[:, left + across :])

    def changed(name: str, part: NDArray[np.float64], right_codes: tuple[str, ...] = NONE) -> HardCase:
        new = picture.copy()
        new[top:bottom, left:right] = np.clip(part, 0, 255)
        return HardCase(name, right_codes, new)

    face = picture[top:bottom, left:right].astype(np.float64)
    yield changed("left and right half swapped", np.roll(face, face.shape[1] // 2, axis=1))
    yield changed("upper and lower half swapped", np.roll(face, face.shape[0] // 2, axis=0))
    yield changed("face turned on its head, hair left", face[::-1], FOUND)
    yield changed("face is noise", chance.uniform(0, 255, face.shape))
    yield changed("noise over the face, sd 110", face + chance.normal(0, 110, face.shape))
    rows = np.arange(face.shape[0])[:, None, None]
    yield changed("bars over the face", np.where(rows % 12 < 7, 0, face))
    yield changed("upper half covered", np.where(rows < face.shape[0] / 2, 30, face))
    yield changed("lower half covered", np.where(rows > face.shape[0] / 2, 150, face))


def empty_cases(seed: int) -> Iterator[HardCase]:
    chance = np.random.default_rng(seed)
    yield HardCase("random noise", NO_FACE, chance.integers(0, 256, (400, 500, 3), dtype=np.uint8))
    blobs = Image.fromarray(chance.integers(0, 256, (12, 12, 3), dtype=np.uint8))
    yield HardCase("blobs", NO_FACE, np.asarray(blobs.resize((480, 480), Image.Resampling.BICUBIC)))
    tiles = np.kron(chance.integers(0, 2, (16, 16)), np.full((30, 30), 255))
    yield HardCase("tiles", NO_FACE, np.repeat(tiles[..., None], 3, axis=2).astype(np.uint8))
    x, y = np.meshgrid(np.arange(480), np.arange(480))
    waves = 127 + 120 * np.sin(x / chance.uniform(4, 30)) * np.sin(y / chance.uniform(4, 30))
    yield HardCase("waves", NO_FACE, np.repeat(waves[..., None], 3, axis=2).astype(np.uint8))


def _box(picture: Picture, landmarks: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    height, width = picture.shape[:2]
    places = landmarks[:, :2].clip(0, (width, height))
    return places.min(axis=0), places.max(axis=0)
