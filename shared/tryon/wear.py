"""A frame put on: the photo with the frame at true size and pose."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shared.faces.locate import Face
from shared.faces.reference import NO_REFERENCE, Reference
from shared.tryon import front, temples
from shared.tryon.canvas import Canvas
from shared.tryon.front import Front
from shared.tryon.hair import bare
from shared.tryon.head import Head
from shared.tryon.layer import FrameLayer
from shared.tryon.light import light_of
from shared.tryon.numbers import APPEARANCE, PLACEMENT
from shared.tryon.seat import Seat, seat
from shared.tryon.shadow import face_mask, front_shadow, temple_shadow
from shared.tryon.sharpness import sharpness_of
from shared.tryon.temples import Arm
from shared.tryon.texture import back_of, blurred, grained, planes, texture

_MARGIN_MM = 8.0  # for shadows

Plane = NDArray[np.float32]


def wear(face: Face, layer: FrameLayer, known: Reference = NO_REFERENCE) -> NDArray[np.uint8]:
    """A copy of the face's picture in which it wears the frame; height × width × 3, RGB.

    `known` is what was measured of the shopper before: see `scale_of`.
    """
    fitting = _Fitting(face, layer, known)
    for arm in temples.arms(fitting.head, fitting.seat, layer):
        fitting.put_arm(arm)
    fitting.put_front()
    return fitting.picture()


class _Fitting:
    """One frame on one photo, laid down from back to front on the part of the photo that it touches."""

    def __init__(self, face: Face, layer: FrameLayer, known: Reference) -> None:
        self.head = Head.of(face, known)
        self.seat = seat(self.head, layer)
        self._face, self._layer = face, layer
        self._light, self._sharpness = light_of(face), sharpness_of(face)
        self._canvas = _canvas(face, self.head, self.seat, layer)
        self._skin = face_mask(self.head, self._canvas)
        self._part: Plane = face.picture[self._canvas.window].astype(np.float32)

    def put_arm(self, arm: Arm) -> None:
        if not arm.seen.any():
            return
        colour = self._light.on_arm(self._layer.temple_colour, arm.side)
        image = blurred(temples.drawn(arm, colour, self._canvas), self._sharpness)
        free = bare(self._face, self.head, self._canvas, arm.side)
        self._darken(temple_shadow(image, self.head) * free)
        self._lay(planes(image) * free[..., None])

    def put_front(self) -> None:
        fine = texture(self._layer, self._light, self.head.px_per_mm * self._canvas.samples)
        image = self._drawn(fine, 0.0)
        self._darken(front_shadow(image, self.head))
        thickness = PLACEMENT["front"]["depthMm"][self._layer.product.material]
        self._lay(planes(self._drawn(back_of(fine), thickness)))
        self._lay(grained(planes(image), self._sharpness))

    def picture(self) -> NDArray[np.uint8]:
        out = self._face.picture.copy()
        out[self._canvas.window] = np.clip(self._part + 0.5, 0, 255).astype(np.uint8)
        return out

    def _drawn(self, fine: Image.Image, setback_mm: float) -> Image.Image:
        place = Front(self.head, self.seat, setback_mm)
        image = front.drawn(place, fine, self._layer.box_mm, self._canvas)
        return blurred(self._canvas.at_photo_size(image), self._sharpness)

    def _darken(self, share: Plane) -> None:
        """Shadows fall on the face alone, not on what is behind it."""
        self._part *= (1 - share * self._skin)[..., None]

    def _lay(self, rgba: Plane) -> None:
        """Premultiplied RGBa over the part."""
        self._part *= 1 - rgba[..., 3:] / 255
        self._part += rgba[..., :3]


def _canvas(face: Face, head: Head, place: Seat, layer: FrameLayer) -> Canvas:
    edges = [edge for arm in temples.arms(head, place, layer) for edge in (arm.upper, arm.lower)]
    points = np.vstack([front.outline(Front(head, place), layer.box_mm), *edges])
    numbers = APPEARANCE["texture"]
    samples = int(np.clip(ceil(numbers["samplesPerMm"] / head.px_per_mm), 1, numbers["mostSamples"]))
    height, width = face.picture.shape[:2]
    return Canvas.around(points, (width, height), _MARGIN_MM * head.px_per_mm, samples)
