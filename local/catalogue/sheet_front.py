"""Fronts cut from one sheet: acetate, nylon, wood."""

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Mesh, Part
from local.catalogue.outline import lens_outline, outward_normals, signed_area
from local.catalogue.pads import sheet_pads
from local.catalogue.plate import Polish, plate
from local.catalogue.spline import Floats, closed_bspline, resample_ring
from local.catalogue.sweep import section, sweep

_LUG_HALF_HEIGHT_MM = 4.6
_FILLET_MM = 3.2
_LUG_FILLET_MM = 9.0
_POLISHED_CORNER_MM = 1.8
_OUTER_POINTS = 100


def sheet_front(design: Design, size: Size) -> tuple[list[Part], float, float]:
    """The front's parts, and the bridge's upper edge and middle (mm over the boxing centre)."""
    front, holes = front_polygon(design, size)
    polish = Polish.of(design.rim.depth, design.rim.round)
    outer = _ring(front)
    middle = front.intersection(LineString([(0, -60), (0, 60)])).bounds
    parts = [Part("front", "front", plate(outer, holes, polish)), *_rivets(design, size), *sheet_pads(design, size)]
    return parts, middle[3], (middle[1] + middle[3]) / 2


def front_polygon(design: Design, size: Size) -> tuple[Polygon, list[Floats]]:
    """The front seen from before it: its outer polygon and the two lens openings."""
    ring = lens_outline(design.outline, size.lens_width, size.lens_height)
    right = ring + size.lens_centre
    holes: list[Floats] = [right, right * [-1, 1]]
    half = unary_union([rim_polygon(design, size), lug_polygon(design, size)])
    half = half.buffer(_LUG_FILLET_MM).buffer(-_LUG_FILLET_MM)
    whole = unary_union([half, affinity.scale(half, -1, 1, origin=(0, 0)), _bridge_polygon(design, size)])
    whole = whole.buffer(_FILLET_MM).buffer(-_FILLET_MM)
    if design.bridge.kind == "keyhole":
        whole = whole.difference(_keyhole(design, size))
    whole = whole.buffer(-_POLISHED_CORNER_MM).buffer(_POLISHED_CORNER_MM)
    return Polygon(whole.exterior), holes


def rim_polygon(design: Design, size: Size) -> Polygon:
    """The wearer's left lens with its rim, as one filled polygon."""
    rim = design.rim
    ring = lens_outline(design.outline, size.lens_width, size.lens_height, 220)
    normal = outward_normals(ring)
    up, down = np.clip(normal[:, 1], 0, 1) ** 1.6, np.clip(-normal[:, 1], 0, 1) ** 1.6
    width = rim.side + (rim.top - rim.side) * up + (rim.bottom - rim.side) * down
    corner = np.clip(normal @ np.array([0.71, 0.71]), 0, 1) ** 5
    outer = ring + normal * (width + rim.flare * corner)[:, None] + size.lens_centre
    return Polygon(outer).buffer(0)


def lug_polygon(design: Design, size: Size, half_height_mm: float = _LUG_HALF_HEIGHT_MM) -> Polygon:
    """The end piece that carries the temple, reaching exactly to half the frame's width."""
    y = design.lug_y * size.lens_height / 2
    reach, inner = size.frame_width / 2, size.lens_centre_x + size.lens_width * 0.28
    tall = half_height_mm
    control = [(inner, y - tall * 0.9), (reach - 3, y - tall), (reach, y - tall), (reach, y), (reach, y + tall)]
    control += [(reach - 2.5, y + tall), (inner, y + tall * 1.1)]
    lug = Polygon(closed_bspline(np.array(control)))
    stretched = affinity.translate(lug, reach - lug.bounds[2], 0)
    beyond_lens = box(size.lens_centre_x + size.lens_width * 0.3, -80, 200, 80)
    return stretched.intersection(beyond_lens)


def bridge_top(design: Design, size: Size) -> float:
    return design.bridge.y * size.lens_height / 2 + design.bridge.height / 2


def _bridge_polygon(design: Design, size: Size) -> Polygon:
    """A band between the rims: its upper edge dips a little, its lower edge arches over the nose."""
    half = size.bridge / 2 + 5
    x = np.linspace(-half, half, 41)
    bend = (x / half) ** 2
    top = bridge_top(design, size)
    arch = 5.5 if design.bridge.kind == "saddle" else 2.0
    lower = top - design.bridge.height - arch * bend
    upper = np.column_stack([x, top + 1.4 * bend])
    return Polygon(np.vstack([upper, np.column_stack([x, lower])[::-1]]))


def _keyhole(design: Design, size: Size) -> Polygon:
    """The opening of a keyhole bridge: a round head over a flaring slot."""
    y = bridge_top(design, size) - design.bridge.height + 0.6
    radius = size.bridge * 0.155
    slot = [(-radius * 0.72, y), (radius * 0.72, y), (radius * 1.35, y - 6.5), (-radius * 1.35, y - 6.5)]
    return unary_union([Point(0, y).buffer(radius), Polygon(slot)]).buffer(-0.5).buffer(0.5)


def _ring(polygon: Polygon) -> Floats:
    dense = np.asarray(polygon.segmentize(0.4).exterior.coords)[:-1]
    dense = dense if signed_area(dense) > 0 else dense[::-1]
    top_middle = int(np.argmin(np.abs(dense[:, 0]) - (dense[:, 1] > 0) * 1000))
    return resample_ring(np.roll(dense, -top_middle, axis=0), _OUTER_POINTS, bend_weight_mm=13.0)


def _rivets(design: Design, size: Size) -> list[Part]:
    """Two small metal pins at the end piece, where the hinge is riveted."""
    if design.material == "wood":
        return []
    x, y = size.frame_width / 2 - 3.6, design.lug_y * size.lens_height / 2
    front = design.rim.depth / 2
    pins: list[Mesh] = []
    for shift in (-1.5, 1.5):
        path = np.array([[x, y + shift, front - 0.6], [x, y + shift, front + 0.05], [x, y + shift, front + 0.16]])
        half = np.array([[0.75, 0.75], [0.75, 0.75], [0.5, 0.5]])
        pins.append(sweep(path, np.array([1.0, 0, 0]), half, section(6, 2.0)))
    return [Part("front", "metal", mesh) for pin in pins for mesh in (pin, pin.mirrored())]
