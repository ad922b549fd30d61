"""Nose pads: fixed on sheet fronts, on wire arms on metal ones."""

import numpy as np

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Mesh, Part
from local.catalogue.spline import Floats, open_curve
from local.catalogue.sweep import ellipsoid, section, sweep

_X = np.array([1.0, 0.0, 0.0])
_ARM_RADIUS_MM = 0.45


def sheet_pads(design: Design, size: Size) -> list[Part]:
    """Pads of the front's own material behind the nasal rims; higher for a low bridge."""
    depth = 2.0 if design.low_bridge else 1.2
    x, y = size.bridge / 2 - 1.2, -0.1 * size.lens_height
    centre = np.array([x, y, -design.rim.depth / 2 - 0.4])
    pad = ellipsoid(centre, _pad_axes(), (1.8, depth, 5.8))
    return [Part("front", "front", mesh) for mesh in (pad, pad.mirrored())]


def arm_pads(design: Design, size: Size, rim_mm: float) -> list[Part]:
    """Silicone pads on sprung arms, soldered to the nasal rim."""
    reach = 1.2 if design.low_bridge else 0.0
    y = 0.02 * size.lens_height
    root = np.array([size.bridge / 2 - rim_mm * 0.3 + 0.6, y + 2.5, -0.8])
    pad = np.array([size.bridge / 2 - 2.9 - reach * 0.4, y - 3.4, -5.2 - reach])
    middle = np.array([root[0] - 0.6, y + 1.2, -5.6 - reach])
    path = open_curve(np.vstack([root, middle, pad + np.array([0.9, 0.4, -0.2])]), 7)
    arm = sweep(path, _X, np.array([_ARM_RADIUS_MM, _ARM_RADIUS_MM]), section(4, 2.0))
    cushion = ellipsoid(pad, _pad_axes(), (2.3, 1.0, 5.4))
    return [*_both("metal", arm), *_both("pad", cushion)]


def _both(slot: str, mesh: Mesh) -> list[Part]:
    return [Part("front", slot, mesh), Part("front", slot, mesh.mirrored())]


def _pad_axes() -> Floats:
    """Long axis leaning outwards downwards like the side of a nose, face turned to it."""
    long = np.array([0.28, -0.95, -0.1])
    long = long / np.linalg.norm(long)
    thin = np.array([-0.75, -0.25, 0.62])
    thin = thin - long * (thin @ long)
    thin = thin / np.linalg.norm(thin)
    return np.stack([np.cross(thin, long), thin, long])
