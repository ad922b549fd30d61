"""Finishes and lenses as glTF metallic-roughness materials."""

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from local.catalogue.design import Finish, Tint
from local.catalogue.pattern import TILE_MM
from local.catalogue.shading import encoded, finish_colour, lens_alpha, linear

_TEXTURE_PIXELS = 64
_CLEAR_LENS_OPACITY = 0.08  # enough for a reflection to show on it


def needs_texture(finish: Finish) -> bool:
    return finish.kind in ("pattern", "wood")


def material(name: str, finish: Finish, texture: int | None) -> dict[str, Any]:
    """The glTF material of a finish; `texture` is its index in the file."""
    rgb = [1.0, 1.0, 1.0] if texture is not None or finish.kind == "fade" else _rounded(linear(finish.rgb))
    surface: dict[str, Any] = {
        "baseColorFactor": [*rgb, finish.opacity],
        "metallicFactor": 1.0 if finish.kind == "metal" else 0.0,
        "roughnessFactor": round(0.62 - 0.44 * finish.gloss, 3),
    }
    if texture is not None:
        surface["baseColorTexture"] = {"index": texture}
    entry: dict[str, Any] = {"name": name, "pbrMetallicRoughness": surface}
    return entry | ({"alphaMode": "BLEND"} if finish.opacity < 1 else {})


def lens_material(tint: Tint) -> dict[str, Any]:
    """Tinted glass seen from both sides; a gradient's opacity is in the vertex colours."""
    alpha = float(lens_alpha(tint, np.array([0.5]))[0])
    opacity = 1.0 if tint.gradient else max(_CLEAR_LENS_OPACITY, alpha)
    colour = linear(tint.rgb)
    if tint.sheen:
        colour = colour * 0.3 + linear(tint.sheen) * 0.7
    surface = {
        "baseColorFactor": [*_rounded(colour), round(opacity, 4)],
        "metallicFactor": 0.6 if tint.sheen else 0.0,
        "roughnessFactor": 0.06,
    }
    return {"name": "lens", "pbrMetallicRoughness": surface, "alphaMode": "BLEND", "doubleSided": True}


@cache
def texture_png(finish: Finish) -> bytes:
    """One tile of the finish's pattern."""
    steps = (np.arange(_TEXTURE_PIXELS) + 0.5) * TILE_MM / _TEXTURE_PIXELS
    x, y = np.meshgrid(steps, steps)
    colour = encoded(finish_colour(finish, np.column_stack([x.ravel(), y.ravel()])))
    pixels = np.round(colour * 255).astype(np.uint8).reshape(_TEXTURE_PIXELS, _TEXTURE_PIXELS, 3)
    stored = io.BytesIO()
    Image.fromarray(pixels).quantize(32).save(stored, "PNG", optimize=True)
    return stored.getvalue()


def _rounded(colour: Any) -> list[float]:
    return [round(float(value), 4) for value in colour]
