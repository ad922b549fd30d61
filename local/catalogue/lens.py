"""Lenses: a curved sheet inside each rim."""

from dataclasses import replace

import numpy as np

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Mesh, Part
from local.catalogue.outline import lens_outline, outward_normals
from local.catalogue.spline import Floats

_DOME_RADIUS_MM = 260.0
_GROOVE_MM = 0.45  # the rim's groove hides the lens's edge


def lenses(design: Design, size: Size) -> list[Part]:
    """Both lenses; `pattern` is the place within the lens box as seen, 0..1 from its lower left, for gradients."""
    held = design.rim_type == "full"
    ring = lens_outline(design.outline, size.lens_width, size.lens_height, 40 if held else 56)
    grown = ring + outward_normals(ring) * _GROOVE_MM if held else ring - outward_normals(ring) * 0.3
    left = _sheet(grown, size)
    right = replace(left.mirrored(), pattern=left.pattern * [-1, 1] + [1, 0])
    return [Part("lens_left", "lens", left), Part("lens_right", "lens", right)]


def _sheet(ring: Floats, size: Size) -> Mesh:
    count = len(ring)
    shares = (1.0, 0.6)
    flat = np.vstack([*(ring * share for share in shares), [[0.0, 0.0]]])
    radius2 = np.sum(flat**2, axis=1)
    dome = (np.max(radius2) * 0.6 - radius2) / (2 * _DOME_RADIUS_MM)
    vertices = np.column_stack([flat[:, 0] + size.lens_centre_x, flat[:, 1], dome])
    point, following = np.arange(count), (np.arange(count) + 1) % count
    faces = np.vstack(
        [
            np.stack([point, following, following + count], axis=1),
            np.stack([point, following + count, point + count], axis=1),
            np.stack([point + count, following + count, np.full(count, 2 * count)], axis=1),
        ]
    )
    return Mesh(vertices, faces, flat / [size.lens_width, size.lens_height] + 0.5)
