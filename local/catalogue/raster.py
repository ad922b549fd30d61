"""A small software renderer: which part, surface and pattern each pixel of a view shows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from local.catalogue.mesh import Indices, Mesh
from local.catalogue.spline import Floats

# A rotated grid: every sample has its own row and column, so edges near both axes get four steps.
_SAMPLES = ((0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375))

Projection = Callable[[Floats], Floats]
"""(n, 3) mm to (n, 3): pixel x, pixel y (downwards), nearness."""

_Hits = tuple[Indices, Indices, Floats, Floats]  # flat pixel, triangle, sample x, sample y
_Triangles = tuple[Floats, Floats]


@dataclass(frozen=True)
class Surface:
    """The visible pixels of one slot: flat `pixel` indices, their `coverage` 0..1, mean `normal` and `pattern`."""

    pixel: Indices
    coverage: Floats
    normal: Floats
    pattern: Floats


def surfaces(
    meshes: dict[str, Mesh], project: Projection, turn: Floats, canvas: tuple[int, int], see_through: str = "lens"
) -> dict[str, Surface]:
    """What a camera sees of each slot, nearest first; the `see_through` slot hides nothing behind it.

    `turn` (3, 3) brings normals into the camera's axes; `canvas` is (width, height) in pixels.
    """
    prepared = {slot: _prepared(mesh, project, turn) for slot, mesh in meshes.items()}
    seen: dict[str, list[_Hits]] = {slot: [] for slot in meshes}
    for offset in _SAMPLES:
        for slot, hits in _sample(prepared, offset, canvas, see_through).items():
            seen[slot].append(hits)
    return {slot: _surface(hits, prepared[slot][1], canvas, slot != see_through) for slot, hits in seen.items()}


def coverage(points: Floats, faces: Indices, canvas: tuple[int, int]) -> Floats:
    """A (height, width) mask of the triangles over (n, 2) pixel points, one sample a pixel."""
    mask = np.zeros((canvas[1], canvas[0]))
    _, row, column = _fill(points[faces], (0.5, 0.5), canvas)
    mask[row, column] = 1.0
    return mask


def _prepared(mesh: Mesh, project: Projection, turn: Floats) -> _Triangles:
    """Triangles facing the camera: (m, 3, 2) pixel corners, and (m, 3, 6) planes of nearness, normal and pattern."""
    screen = project(mesh.vertices)
    values = np.column_stack([screen[:, 2], mesh.normals() @ turn.T, mesh.pattern])
    corners = screen[:, :2][mesh.faces]
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    facing = area < -1e-9
    return corners[facing], _planes(corners[facing], values[mesh.faces[facing]], area[facing])


def _planes(corners: Floats, values: Floats, area: Floats) -> Floats:
    """Each value as constant + slope · x + slope · y over its triangle: (m, 3, values)."""
    a, b, c = (corners[:, k, :, None] for k in range(3))
    first, second = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    ab, ac = b - a, c - a
    slope_x = (first * ac[:, 1] - second * ab[:, 1]) / area[:, None]
    slope_y = (second * ab[:, 0] - first * ac[:, 0]) / area[:, None]
    constant = values[:, 0] - slope_x * a[:, 0] - slope_y * a[:, 1]
    return np.stack([constant, slope_x, slope_y], axis=1)


def _sample(
    prepared: dict[str, _Triangles], offset: tuple[float, float], canvas: tuple[int, int], see_through: str
) -> dict[str, _Hits]:
    """For one sample per pixel, where each slot is visible."""
    nearest = np.full(canvas[0] * canvas[1], -np.inf)
    filled = {}
    for slot, (corners, planes) in prepared.items():
        triangle, row, column = _fill(corners, offset, canvas)
        pixel, x, y = row * canvas[0] + column, column + offset[0], row + offset[1]
        constant, slope_x, slope_y = planes[:, :, 0].T
        depth = constant[triangle] + slope_x[triangle] * x + slope_y[triangle] * y
        filled[slot] = (triangle, pixel, x, y, depth)
        if slot != see_through:
            np.maximum.at(nearest, pixel, depth)
    return {slot: _visible(nearest, *found) for slot, found in filled.items()}


def _visible(nearest: Floats, triangle: Indices, pixel: Indices, x: Floats, y: Floats, depth: Floats) -> _Hits:
    seen = np.flatnonzero(depth >= nearest[pixel])
    return pixel[seen], triangle[seen], x[seen], y[seen]


def _fill(corners: Floats, offset: tuple[float, float], canvas: tuple[int, int]) -> tuple[Indices, Indices, Indices]:
    """All (triangle, row, column) whose sample lies in the (m, 3, 2) corners."""
    triangle, row = _rows(corners, offset[1], canvas[1])
    low, high = _span(corners[triangle], row + offset[1])
    first = np.clip(np.ceil(low - offset[0]), 0, canvas[0]).astype(np.int64)
    end = np.clip(np.ceil(high - offset[0]), first, canvas[0]).astype(np.int64)
    run, column = _expanded(first, end)
    return triangle[run], row[run], column


def _rows(corners: Floats, offset: float, height: int) -> tuple[Indices, Indices]:
    top, bottom = corners[:, :, 1].min(axis=1), corners[:, :, 1].max(axis=1)
    first = np.clip(np.ceil(top - offset), 0, height).astype(np.int64)
    end = np.clip(np.ceil(bottom - offset), first, height).astype(np.int64)
    return _expanded(first, end)


def _span(corners: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Where a row crosses each triangle: (left, right) in pixels."""
    low, high = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for k in range(3):
        p, q = corners[:, k], corners[:, (k + 1) % 3]
        rise = q[:, 1] - p[:, 1]
        crosses = ((p[:, 1] <= y) & (q[:, 1] > y)) | ((q[:, 1] <= y) & (p[:, 1] > y))
        x = p[:, 0] + (y - p[:, 1]) * (q[:, 0] - p[:, 0]) / np.where(crosses, rise, 1.0)
        low = np.where(crosses, np.minimum(low, x), low)
        high = np.where(crosses, np.maximum(high, x), high)
    return np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0)


def _expanded(first: Indices, end: Indices) -> tuple[Indices, Indices]:
    """Every integer of every half-open range, with the range's index."""
    length = end - first
    index = np.repeat(np.arange(len(first)), length)
    start = np.cumsum(length) - length
    return index, np.arange(int(length.sum())) - np.repeat(start, length) + np.repeat(first, length)


def _surface(hits: list[_Hits], planes: Floats, canvas: tuple[int, int], averaged: bool) -> Surface:
    """The samples of a slot put together pixel by pixel: their mean, or one of them for a smooth sheet."""
    sample, triangle, x, y = (np.concatenate(column) for column in zip(*hits, strict=True))
    count = np.bincount(sample, minlength=canvas[0] * canvas[1])
    pixel = np.flatnonzero(count)
    place = np.zeros(len(count), dtype=np.int64)
    place[pixel] = np.arange(len(pixel))
    where, share = place[sample], count[pixel]
    if averaged:
        values = _evaluated(planes, triangle, x, y)
        mean = np.stack([np.bincount(where, value, len(pixel)) / share for value in values], axis=1)
    else:
        one = np.zeros(len(pixel), dtype=np.int64)
        one[where] = np.arange(len(where))
        mean = np.stack(_evaluated(planes, triangle[one], x[one], y[one]), axis=1)
    normal = mean[:, :3] / np.maximum(np.linalg.norm(mean[:, :3], axis=1, keepdims=True), 1e-9)
    covered = np.minimum(share / len(_SAMPLES), 1.0)
    return Surface(pixel, covered.astype(np.float32), normal.astype(np.float32), mean[:, 3:].astype(np.float32))


def _evaluated(planes: Floats, triangle: Indices, x: Floats, y: Floats) -> list[Floats]:
    """Normal and pattern at samples of triangles."""
    values: list[Floats] = []
    for plane in np.moveaxis(planes[:, :, 1:], 2, 0):
        constant, slope_x, slope_y = np.ascontiguousarray(plane.T)
        values.append(constant[triangle] + slope_x[triangle] * x + slope_y[triangle] * y)
    return values
