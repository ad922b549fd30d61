"""Metal fronts: thin full rims, half rims with a nylon thread, drilled rimless lenses, browlines."""

import numpy as np

from local.catalogue.design import Design, Size
from local.catalogue.mesh import Mesh, Part
from local.catalogue.outline import lens_outline, outward_normals
from local.catalogue.pads import arm_pads
from local.catalogue.spline import Floats, open_curve
from local.catalogue.sweep import ring_rim, section, sweep

_X, _Z = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
THREAD_MM = 0.45
_DRILL_INSET_MM = 2.6
_LUG_STATIONS = 10


def wire_front(design: Design, size: Size) -> tuple[list[Part], float, float]:
    """The front's parts, and the bridge's upper edge and middle (mm over the boxing centre)."""
    ring = lens_outline(design.outline, size.lens_width, size.lens_height)
    ring = ring + size.lens_centre
    builders = {"full": _full_rims, "semi": _half_rims, "rimless": _drill_mounts}
    parts = [*builders[design.rim_type](design, size, ring), *bridge_parts(design, size, ring)]
    parts += [*end_pieces(design, size, ring), *arm_pads(design, size, visible_rim(design))]
    middle = design.bridge.y * size.lens_height / 2
    return parts, middle + _bridge_half_height(design), middle


def visible_rim(design: Design) -> float:
    """The rim's width seen from the front, mm."""
    return 0.0 if design.rim_type == "rimless" else design.rim.side


def bridge_parts(design: Design, size: Size, ring: Floats) -> list[Part]:
    """A slim arch over the nose; `double` adds a straight bar above it."""
    y = design.bridge.y * size.lens_height / 2
    foot = _on_ring(ring, np.array([-1.0, y - 1.4]), size, visible_rim(design) * 0.5)
    path = np.array([[-foot[0], foot[1], 0.0], [-foot[0] * 0.55, y - 0.3, 0.9], [0, y, 1.3]])
    path = np.vstack([path, path[1::-1] * [-1, 1, 1]])
    half = np.array([_bridge_half_height(design), 0.95])
    meshes = [sweep(open_curve(path, 11), np.array([0.0, 1.0, 0.0]), half, section(8, 2.6))]
    if design.bridge.kind == "double":
        meshes.append(_brow_bar(design, size, ring))
    return [Part("front", "front", mesh) for mesh in meshes]


def end_pieces(design: Design, size: Size, ring: Floats) -> list[Part]:
    """Lugs from the rim out to half the frame's width and back to the hinge."""
    y = design.lug_y * size.lens_height / 2
    root = _on_ring(ring, np.array([1.0, y]), size, visible_rim(design) * 0.4)
    if design.rim_type == "rimless":
        root = root - [_DRILL_INSET_MM, 0]
    thick = 0.7
    reach = size.frame_width / 2 - thick
    path = np.array(
        [[root[0], root[1], 0.2], [(root[0] + reach) / 2, y, 0.5], [reach - 0.9, y, -0.3], [reach, y, -2.2]]
    )
    path = np.vstack([path, [reach, y, -5.0]])
    curve = open_curve(path, _LUG_STATIONS)
    side = np.gradient(curve, axis=0)[:, [2, 1, 0]] * [-1, 0, 1]
    half = np.column_stack([np.full(_LUG_STATIONS, thick), np.linspace(1.1, 1.7, _LUG_STATIONS)])
    lug = sweep(curve, side, half, section(8, 3.2))
    return [Part("front", "front", mesh) for mesh in (lug, lug.mirrored())]


def _full_rims(design: Design, size: Size, ring: Floats) -> list[Part]:
    rim = ring_rim(ring, design.rim.side, design.rim.depth, section(6, 2.8))
    return [Part("front", "front", mesh) for mesh in (rim, rim.mirrored())]


def _half_rims(design: Design, size: Size, ring: Floats) -> list[Part]:
    cut = -0.12 * size.lens_height
    upper = ring[:, 1] > cut
    start = int(np.argmax(upper & ~np.roll(upper, 1)))
    turned, normal = np.roll(ring, -start, axis=0), np.roll(outward_normals(ring), -start, axis=0)
    count = int(upper.sum())
    bar = _along(turned[:count], normal[:count], design.rim.side, design.rim.depth, section(6, 2.8))
    low, low_normal = turned[count - 1 :], normal[count - 1 :]
    low, low_normal = np.vstack([low, turned[:1]]), np.vstack([low_normal, normal[:1]])
    thread = _along(low, low_normal, THREAD_MM, THREAD_MM, section(4, 2.0))
    parts = [("front", bar), ("thread", thread)]
    return [Part("front", slot, mesh) for slot, one in parts for mesh in (one, one.mirrored())]


def _along(path: Floats, normal: Floats, width: float, depth: float, profile: Floats) -> Mesh:
    flat = np.pad(path + normal * width / 2, ((0, 0), (0, 1)))
    return sweep(flat, np.pad(normal, ((0, 0), (0, 1))), np.array([width / 2, depth / 2]), profile)


def _drill_mounts(design: Design, size: Size, ring: Floats) -> list[Part]:
    """A thin bright edge around each lens and a screw plate at each of its two drill holes."""
    edge = ring_rim(ring - outward_normals(ring) * 0.5, 0.5, 1.7, section(4, 2.0))
    parts = [Part("front", "edge", mesh) for mesh in (edge, edge.mirrored())]
    y_nose = design.bridge.y * size.lens_height / 2 - 1.4
    y_lug = design.lug_y * size.lens_height / 2
    for direction, y in ((-1.0, y_nose), (1.0, y_lug)):
        at = _on_ring(ring, np.array([direction, y]), size, 0.0) - [direction * _DRILL_INSET_MM, 0]
        path = np.array([[*at, -1.4], [*at, 1.3], [*at, 1.7]])
        screw = sweep(path, _X, np.array([[1.3, 1.3], [1.3, 1.3], [0.8, 0.8]]), section(8, 2.0))
        parts += [Part("front", "front", mesh) for mesh in (screw, screw.mirrored())]
    return parts


def _brow_bar(design: Design, size: Size, ring: Floats) -> Mesh:
    y = design.bridge.brow * size.lens_height / 2
    foot = _on_ring(ring, np.array([-1.0, y]), size, visible_rim(design) * 0.5)
    path = np.array([[-foot[0], foot[1], 0.2], [0, foot[1] + 1.1, 1.0], [foot[0], foot[1], 0.2]])
    return sweep(open_curve(path, 11), np.array([0.0, 1.0, 0.0]), np.array([0.75, 0.8]), section(8, 2.4))


def _bridge_half_height(design: Design) -> float:
    return min(design.bridge.height, 2.4) / 2


def _on_ring(ring: Floats, towards: Floats, size: Size, outwards_mm: float) -> Floats:
    """The point of the left lens ring at height `towards[1]`, nasal for a negative `towards[0]`."""
    side = (ring[:, 0] - size.lens_centre_x) * towards[0] > 0
    order = np.argsort(ring[side][:, 1])
    x = np.interp(towards[1], ring[side][order][:, 1], ring[side][order][:, 0])
    return np.array([x + towards[0] * outwards_mm, towards[1]])
