"""Browline fronts: a heavy upper bar of acetate over a thin metal lower rim."""

import numpy as np
from shapely.geometry import Polygon
from shapely.ops import unary_union

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Part
from local.catalogue.outline import lens_outline, outward_normals, signed_area
from local.catalogue.pads import arm_pads
from local.catalogue.plate import Polish, plate
from local.catalogue.sheet_front import lug_polygon
from local.catalogue.spline import Floats, resample_ring
from local.catalogue.sweep import ring_rim, section
from local.catalogue.wire_front import THREAD_MM, bridge_parts

_WIRE_MM = 1.2
_BAR_POINTS = 72


def browline_front(design: Design, size: Size) -> tuple[list[Part], float, float]:
    """The front's parts, and the bridge's upper edge and middle (mm over the boxing centre)."""
    ring = lens_outline(design.outline, size.lens_width, size.lens_height) + size.lens_centre
    open_below = design.rim_type == "semi"
    width, depth = (THREAD_MM, THREAD_MM) if open_below else (_WIRE_MM, 2.0)
    wire = ring_rim(ring, width, depth, section(5, 2.4))
    bar = plate(_bar_ring(design, size), [], Polish.of(design.rim.depth, design.rim.round))
    parts = [Part("front", "thread" if open_below else "metal", mesh) for mesh in (wire, wire.mirrored())]
    parts += [Part("front", "front", mesh) for mesh in (bar, bar.mirrored())]
    bridge = [Part("front", "metal", part.mesh) for part in bridge_parts(design, size, ring)]
    middle = design.bridge.y * size.lens_height / 2
    return [*parts, *bridge, *arm_pads(design, size, _WIRE_MM)], middle + 1.2, middle


def _bar_ring(design: Design, size: Size) -> Floats:
    """The bar's outline: full over the eye, tapering to a point at the nose and under the end piece."""
    ring = lens_outline(design.outline, size.lens_width, size.lens_height, 240)
    normal = outward_normals(ring)
    height = ring[:, 1] / (size.lens_height / 2)
    rise = np.clip((height - 0.02) / 0.75, 0, 1)
    width = design.rim.top * rise**0.8 * (0.78 + 0.22 * np.clip(normal[:, 0] + 0.4, 0, 1))
    lens = Polygon(ring + size.lens_centre)
    brow = Polygon(ring + normal * width[:, None] + size.lens_centre).buffer(0).difference(lens).buffer(0.05)
    bar = unary_union([brow, lug_polygon(design, size, 4.2).difference(lens)])
    bar = bar.buffer(2.0).buffer(-2.3).buffer(0.3).difference(lens.buffer(-0.02))
    return _resampled(max(getattr(bar, "geoms", [bar]), key=lambda piece: piece.area))


def _resampled(polygon: Polygon) -> Floats:
    dense = np.asarray(polygon.segmentize(0.4).exterior.coords)[:-1]
    dense = dense if signed_area(dense) > 0 else dense[::-1]
    return resample_ring(dense, _BAR_POINTS, bend_weight_mm=5.0)
