"""Where the cameras stand: the front at true scale, and a three-quarter view."""

import numpy as np

from local.catalogue.frame import NODES, Frame
from local.catalogue.layers import View
from local.catalogue.raster import Projection, Surface, coverage, surfaces
from local.catalogue.shadow import ground_shadow, standing_shadow
from local.catalogue.spline import Floats

PX_PER_MM = 5.0
FRONT_CANVAS = (800, 340)  # 160 × 68 mm: the widest and the deepest frame fit, and all share the scale
FRONT_BASELINE_PX = 320
ANGLE_PX_PER_MM = 3.75
ANGLE_CANVAS = (776, 344)
ANGLE_BASELINE_PX = 312
_YAW, _PITCH = np.radians(-34.0), np.radians(11.0)
_FRONT_CAMERA_MM, _ANGLE_CAMERA_MM = 520.0, 800.0
_LENS_SHADOW = 0.25
_FRONT = ("front", "lens_left", "lens_right")
_TEMPLES = ("temple_left", "temple_right")


def origin_row(frame: Frame) -> float:
    """The front picture's pixel row of the frame's origin."""
    return FRONT_BASELINE_PX + frame.bottom_mm * PX_PER_MM


def front_view(frame: Frame, tinted: bool) -> View:
    """Straight on without perspective, standing on the baseline; only the temples behind recede.

    Lenses are looked at only when `tinted`: clear ones show nothing.
    """
    upright = np.eye(3)
    facing = _facing(frame)

    def receding(points: Floats) -> Floats:
        shrink = _FRONT_CAMERA_MM / (_FRONT_CAMERA_MM - np.minimum(points[:, 2:] + 9, 0))
        return facing(points * np.hstack([shrink, shrink, np.ones_like(shrink)]))

    front = surfaces(frame.meshes(*_seen(tinted, _FRONT)), facing, upright, FRONT_CANVAS)
    behind = surfaces(frame.meshes(*_TEMPLES), receding, upright, FRONT_CANVAS)
    shadow = standing_shadow(_mask(front), FRONT_BASELINE_PX)
    return View(FRONT_CANVAS, shadow, (behind, front))


def angle_view(frame: Frame, tinted: bool) -> View:
    """From the wearer's left and a little above, all frames at one scale."""
    turn = _turn()
    place = _angle_projection(frame, turn)
    parts = surfaces(frame.meshes(*_seen(tinted, NODES)), place, turn, ANGLE_CANVAS)
    return View(ANGLE_CANVAS, ground_shadow(_ground_mask(frame, place), ANGLE_CANVAS), (parts,))


def _seen(tinted: bool, nodes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(node for node in nodes if tinted or not node.startswith("lens"))


def _facing(frame: Frame) -> Projection:
    middle, row = FRONT_CANVAS[0] / 2, origin_row(frame)
    return lambda points: np.column_stack(
        [middle + points[:, 0] * PX_PER_MM, row - points[:, 1] * PX_PER_MM, points[:, 2]]
    )


def _turn() -> Floats:
    yaw = np.array([[np.cos(_YAW), 0, np.sin(_YAW)], [0, 1, 0], [-np.sin(_YAW), 0, np.cos(_YAW)]])
    pitch = np.array([[1, 0, 0], [0, np.cos(_PITCH), -np.sin(_PITCH)], [0, np.sin(_PITCH), np.cos(_PITCH)]])
    return np.asarray(pitch @ yaw)


def _angle_projection(frame: Frame, turn: Floats) -> Projection:
    def plain(points: Floats) -> Floats:
        seen = points @ turn.T
        scale = ANGLE_PX_PER_MM * _ANGLE_CAMERA_MM / (_ANGLE_CAMERA_MM - seen[:, 2])
        return np.column_stack([seen[:, 0] * scale, -seen[:, 1] * scale, seen[:, 2]])

    everything = np.vstack([plain(part.mesh.vertices) for part in frame.parts])
    middle = (everything[:, 0].min() + everything[:, 0].max()) / 2
    shift = np.array([ANGLE_CANVAS[0] / 2 - middle, ANGLE_BASELINE_PX - everything[:, 1].max(), 0.0])
    return lambda points: np.asarray(plain(points) + shift)


def _ground_mask(frame: Frame, place: Projection) -> Floats:
    """At half size, how much of the light above each point of the table the frame takes."""
    canvas = (ANGLE_CANVAS[0] // 2, ANGLE_CANVAS[1] // 2)
    mask = np.zeros((canvas[1], canvas[0]))
    for slot, mesh in frame.meshes(*NODES).items():
        flat = mesh.vertices.copy()
        flat[:, 0] += (flat[:, 1] - frame.bottom_mm) * 0.12
        flat[:, 1] = frame.bottom_mm
        shape = coverage(place(flat)[:, :2] / 2, mesh.faces, canvas)
        mask = np.maximum(mask, shape * (_LENS_SHADOW if slot == "lens" else 1.0))
    return mask


def _mask(parts: dict[str, Surface]) -> Floats:
    mask = np.zeros(FRONT_CANVAS[0] * FRONT_CANVAS[1])
    for slot, surface in parts.items():
        weight = _LENS_SHADOW if slot == "lens" else 1.0
        mask[surface.pixel] = np.maximum(mask[surface.pixel], surface.coverage * weight)
    return mask.reshape(FRONT_CANVAS[1], FRONT_CANVAS[0])
