"""Painting colours on what a camera saw, layer over layer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from local.catalogue.design import Colour, Finish, Tint, finishes
from local.catalogue.mesh import Indices
from local.catalogue.raster import Surface
from local.catalogue.shading import lens_shaded, shaded
from local.catalogue.spline import Floats

_FIXED_SLOTS = {"pad": "silicone", "thread": "nylon-thread", "edge": "lens-edge"}


@dataclass(frozen=True)
class View:
    """One camera's picture before any colour: passes of parts, the farthest first, over a shadow's alpha."""

    canvas: tuple[int, int]
    shadow: Floats  # (height, width), 0..1
    passes: tuple[dict[str, Surface], ...]

    @cached_property
    def pixel(self) -> Indices:
        """Every flat pixel that any part touches."""
        touched = np.zeros(self.canvas[0] * self.canvas[1], dtype=bool)
        for parts in self.passes:
            for surface in parts.values():
                touched[surface.pixel] = True
        return np.flatnonzero(touched)

    @cached_property
    def place(self) -> Indices:
        """Where in `pixel` a flat pixel is."""
        place = np.zeros(self.canvas[0] * self.canvas[1], dtype=np.int64)
        place[self.pixel] = np.arange(len(self.pixel))
        return place

    @cached_property
    def ground(self) -> Image.Image:
        """The shadow alone."""
        pixels = np.zeros((self.canvas[1], self.canvas[0], 4), dtype=np.uint8)
        pixels[..., 3] = np.round(self.shadow * 255)
        return Image.fromarray(pixels, "RGBA")


_NOTHING = Surface(np.zeros(0, np.int64), *(np.zeros(shape, np.float32) for shape in (0, (0, 3), (0, 2))))


@dataclass(frozen=True)
class Layer:
    """Premultiplied colour and opacity at some places of a view's pixels."""

    where: Indices
    rgb: Floats
    alpha: Floats


def painted(view: View, parts: dict[str, Surface], colour: Colour, shade: float = 1.0) -> Layer:
    """All opaque parts of a pass, sharing a pixel by their coverage; `shade` darkens what stands behind the front."""
    size = len(view.pixel)
    rgb, alpha = np.zeros((size, 3), np.float32), np.zeros(size, np.float32)
    for slot, surface in parts.items():
        if slot != "lens":
            shown, opacity = shaded(slot_finish(colour, slot), surface)
            where, weight = view.place[surface.pixel], surface.coverage * opacity
            rgb[where] += shown * shade * weight[:, None]
            alpha[where] += weight
    where = np.flatnonzero(alpha)
    return Layer(where, rgb[where], np.minimum(alpha[where], 1.0))


def lens_painted(view: View, parts: dict[str, Surface], tint: Tint, reflective: bool) -> Layer:
    """The tinted lenses of a pass; nothing where they were not looked at."""
    surface = parts.get("lens", _NOTHING)
    shown, opacity = lens_shaded(tint, surface, reflective)
    weight = surface.coverage * opacity
    return Layer(view.place[surface.pixel], shown * weight[:, None], weight)


class Painting:
    """Layers laid over a view's shadow, or over nothing."""

    def __init__(self, view: View, with_shadow: bool = True) -> None:
        self._view = view
        self._with_shadow = with_shadow
        size = len(view.pixel)
        self._rgb = np.zeros((size, 3), np.float32)
        self._alpha = (
            view.shadow.ravel()[view.pixel].astype(np.float32) if with_shadow else np.zeros(size, np.float32)
        )

    def lay(self, layer: Layer) -> None:
        """Put a layer over all before it."""
        through = 1 - layer.alpha
        self._rgb[layer.where] = layer.rgb + self._rgb[layer.where] * through[:, None]
        self._alpha[layer.where] = layer.alpha + self._alpha[layer.where] * through

    def image(self) -> Image.Image:
        """The painting as RGBA, not premultiplied."""
        width, height = self._view.canvas
        pixels = np.array(self._view.ground) if self._with_shadow else np.zeros((height, width, 4), dtype=np.uint8)
        rgb = np.clip(self._rgb / np.maximum(self._alpha, 1e-6)[:, None], 0, 1)
        painted = np.column_stack([rgb, self._alpha])
        pixels.reshape(-1, 4)[self._view.pixel] = np.round(painted * 255).astype(np.uint8)
        return Image.fromarray(pixels, "RGBA")


def slot_finish(colour: Colour, slot: str) -> Finish:
    """What a part is made of in this colourway."""
    name = {"front": colour.front, "temple": colour.temple or colour.front, "metal": colour.metal, "tip": colour.tip}
    return finishes()[_FIXED_SLOTS.get(slot) or name[slot]]
