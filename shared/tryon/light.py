"""The light of a photo, as far as a frame in it should share it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.faces.locate import Face
from shared.tryon.numbers import APPEARANCE

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_CHEEKS = {-1: (50, 101, 117, 205), 1: (280, 330, 346, 425)}  # by side of the picture
_THUMBNAIL = 48
_NORM = 6  # between the mean (1) and the brightest spot (∞): "shades of grey", Finlayson and Trezzi 2004


@dataclass(frozen=True)
class Light:
    """`gain` is by channel, `sides` what the left and the right end of the front get of it, `is_grey` whether the
    photo is black and white."""

    gain: NDArray[np.float32]
    sides: tuple[float, float]
    is_grey: bool

    def on(self, rgb: NDArray[np.float32]) -> NDArray[np.float32]:
        """Colours (height × width × 3, or premultiplied) of a front in this light."""
        if self.is_grey:
            rgb = np.repeat((rgb @ _LUMA)[..., None], 3, axis=2).astype(np.float32)
        across = np.linspace(*self.sides, rgb.shape[1], dtype=np.float32)[:, None]
        return np.asarray(rgb * (across * self.gain), dtype=np.float32)

    def on_arm(self, colour: NDArray[np.float32], side: int) -> NDArray[np.float32]:
        """The same for the one colour of a temple on that side of the picture."""
        lit = self.on(colour.reshape(1, 1, 3))[0, 0] / self.sides[0] * self.sides[side > 0]
        return np.asarray(np.clip(lit, 0, 255), dtype=np.float32)


def light_of(face: Face) -> Light:
    numbers = APPEARANCE["light"]
    skin = _thumbnail(_cut(face))
    is_grey = bool(np.ptp(skin, axis=2).mean() < numbers["greyBelow"])
    brightest = float(np.percentile(skin @ _LUMA, 98)) / numbers["brightestGrey"]
    exposure = np.clip(brightest ** numbers["exposurePower"], *numbers["exposure"])
    cast = np.ones(3) if is_grey else _cast(face.picture)
    return Light((exposure * cast).astype(np.float32), _sides(face), is_grey)


def cheek(face: Face, side: int) -> float:
    """Grey level of the cheek on that side of the picture."""
    height, width = face.picture.shape[:2]
    middle = face.landmarks[list(_CHEEKS[side]), :2].mean(axis=0)
    radius = max(1.0, float(np.ptp(face.landmarks[:, 0])) / 24)
    left, top = np.clip(middle - radius, 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(middle + radius + 1, (left + 1, top + 1), (width, height)).astype(int)
    return float(np.median(face.picture[top:bottom, left:right] @ _LUMA))


def _sides(face: Face) -> tuple[float, float]:
    numbers = APPEARANCE["light"]
    left, right = cheek(face, -1) + 1.0, cheek(face, 1) + 1.0
    middle = (left + right) / 2
    low, high = numbers["side"]
    power = numbers["sidePower"]
    return float(np.clip((left / middle) ** power, low, high)), float(np.clip((right / middle) ** power, low, high))


def _cast(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The colour of the light, guessed from the whole photo and believed in part."""
    numbers = APPEARANCE["light"]
    small = _thumbnail(picture).reshape(-1, 3).astype(np.float64)
    colour = np.mean(small**_NORM, axis=0) ** (1 / _NORM) + 1.0
    cast = colour / colour.mean()
    return np.asarray(np.clip(cast ** numbers["castShare"], *numbers["cast"]))


def _cut(face: Face) -> NDArray[np.uint8]:
    height, width = face.picture.shape[:2]
    low, high = face.landmarks[:, :2].min(axis=0), face.landmarks[:, :2].max(axis=0)
    left, top = np.clip(low, 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(high, (left + 1, top + 1), (width, height)).astype(int)
    return face.picture[top:bottom, left:right]


def _thumbnail(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    step = max(1, min(picture.shape[:2]) // _THUMBNAIL)
    return picture[::step, ::step].astype(np.float32)
