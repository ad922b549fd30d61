"""A frame's front on a head: a flat picture bent by the face form, seen as the camera sees it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from shared.faces.pose import Points
from shared.tryon.canvas import Canvas
from shared.tryon.head import Head
from shared.tryon.numbers import PLACEMENT
from shared.tryon.seat import Seat

_CELL_PX = 24  # of the canvas; within a cell the picture is moved by straight lines
_STEPS = 6
_EDGE_STEPS = 9

Box = tuple[float, float, float, float]  # left, bottom, right, top: mm from the bridge


@dataclass(frozen=True)
class Front:
    """`setback_mm` behind the front's own face: its back has the same outline."""

    head: Head
    seat: Seat
    setback_mm: float = 0.0

    def in_picture(self, flat: Points) -> Points:
        """Points of the front (n × 2, mm from the bridge) in the picture, px."""
        x, y = flat.T
        bent = np.column_stack([x, y, -(x**2) / (2 * PLACEMENT["front"]["wrapRadiusMm"]) - self.setback_mm])
        return self.head.in_picture(self.seat.on_head(bent))


def outline(front: Front, box_mm: Box) -> Points:
    """Points around the edge of the front's picture, in the picture."""
    left, bottom, right, top = box_mm
    across, up = np.linspace(left, right, _EDGE_STEPS), np.linspace(bottom, top, _EDGE_STEPS)
    edges = [(x, y) for y in (bottom, top) for x in across] + [(x, y) for x in (left, right) for y in up]
    return front.in_picture(np.array(edges))


def drawn(front: Front, texture: Image.Image, box_mm: Box, canvas: Canvas) -> Image.Image:
    """The front's picture (`texture`, premultiplied, over `box_mm`) on the canvas."""
    columns, rows = _grid(canvas.width), _grid(canvas.height)
    corners = np.array([(x, y) for y in rows for x in columns], dtype=np.float64)
    flat = _undone(front.in_picture, canvas.to_picture(corners), box_mm)
    left, bottom, right, top = box_mm
    scale = np.array([texture.width / (right - left), texture.height / (bottom - top)])
    source = ((flat - (left, top)) * scale).reshape(len(rows), len(columns), 2)
    mesh = []
    for i in range(len(rows) - 1):
        for j in range(len(columns) - 1):
            cell = (columns[j], rows[i], columns[j + 1], rows[i + 1])
            quad = (source[i, j], source[i + 1, j], source[i + 1, j + 1], source[i, j + 1])
            mesh.append((cell, tuple(float(value) for corner in quad for value in corner)))
    return texture.transform((canvas.width, canvas.height), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _grid(length: int) -> list[int]:
    return [round(at) for at in np.linspace(0, length, max(2, length // _CELL_PX + 1))]


def _undone(place: Callable[[Points], Points], wanted: Points, box_mm: Box) -> Points:
    """Where on the front each wanted point of the picture comes from: Newton's method with the slopes of its middle.

    The front is nearly flat and far from the camera, so each step leaves a few per cent of the error.
    """
    left, bottom, right, top = box_mm
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    around = place(middle + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    back = np.linalg.inv(np.stack([around[1] - around[0], around[2] - around[0]]))
    flat = middle + (wanted - around[0]) @ back
    for _ in range(_STEPS):
        flat = np.clip(flat + (wanted - place(flat)) @ back, -400, 400)
    return np.asarray(flat)
