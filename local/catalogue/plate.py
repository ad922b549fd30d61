"""Acetate cut from a sheet: a flat polygon given thickness and polished, rounded edges."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from local.catalogue.mesh import Indices, Mesh
from local.catalogue.outline import outward_normals, signed_area
from local.catalogue.spline import Floats


@dataclass(frozen=True)
class Polish:
    """How the edges are rounded: (inset, height) in mm from the front's plateau round to the back's."""

    levels: tuple[tuple[float, float], ...]

    @staticmethod
    def of(thickness_mm: float, round_mm: float) -> "Polish":
        front, back = thickness_mm / 2, -thickness_mm / 2
        return Polish(
            (
                (round_mm, front),
                (round_mm * 0.35, front - round_mm * 0.2),
                (0.0, front - round_mm * 0.75),
                (0.0, back),
            )
        )


def plate(outer: Floats, holes: list[Floats], polish: Polish) -> Mesh:
    """A closed solid from an (n, 2) outer ring and hole rings, z centred on the sheet."""
    rings = [_oriented(outer, 1.0), *(_oriented(hole, -1.0) for hole in holes)]
    counts = [len(ring) for ring in rings]
    flat = np.vstack(rings)
    # A clockwise hole's normals point into the hole, so all of these point into the material.
    inward = -np.vstack([outward_normals(ring) for ring in rings])
    inward = inward * _feasible_share(flat, inward, counts, polish)
    layers = [np.column_stack([flat + inward * inset, np.full(len(flat), height)]) for inset, height in polish.levels]
    size, starts = len(flat), np.cumsum([0, *counts])
    faces = [
        _walls(level * size + start, count, size)
        for level in range(len(layers) - 1)
        for start, count in zip(starts, counts, strict=False)
    ]
    front = _fill(layers[0][:, :2], counts)
    back = _fill(layers[-1][:, :2], counts)[:, ::-1] + (len(layers) - 1) * size
    vertices = np.vstack(layers)
    return Mesh(vertices, np.vstack([*faces, front, back]), vertices[:, :2].copy())


def _oriented(ring: Floats, sign: float) -> Floats:
    return ring if signed_area(ring) * sign > 0 else ring[::-1]


def _feasible_share(flat: Floats, inward: Floats, counts: list[int], polish: Polish) -> float:
    """How much of the rounding the narrowest place allows."""
    deepest = max(inset for inset, _ in polish.levels)
    for share in (1.0, 0.8, 0.6, 0.4):
        rings = _split(flat + inward * (deepest * share), counts)
        if Polygon(rings[0], rings[1:]).is_valid:
            return share
    return 0.1


def _split(flat: Floats, counts: list[int]) -> list[Floats]:
    starts = np.cumsum([0, *counts])
    return [flat[start : start + count] for start, count in zip(starts, counts, strict=False)]


def _walls(start: int, count: int, layer: int) -> Indices:
    point = start + np.arange(count)
    following = start + (np.arange(count) + 1) % count
    upper = np.stack([point, point + layer, following + layer], axis=1)
    return np.vstack([upper, np.stack([point, following + layer, following], axis=1)])


def _fill(flat: Floats, counts: list[int]) -> Indices:
    """Counter-clockwise triangles over the first ring minus the others, using only their own points."""
    rings = _split(flat, counts)
    triangles = shapely.constrained_delaunay_triangles(Polygon(rings[0], rings[1:]))
    corners = np.array([np.asarray(triangle.exterior.coords)[:3] for triangle in triangles.geoms])
    index = {(x, y): k for k, (x, y) in enumerate(flat.tolist())}
    faces = np.array([[index[x, y] for x, y in triangle] for triangle in corners.tolist()])
    a, b, c = flat[faces[:, 0]], flat[faces[:, 1]], flat[faces[:, 2]]
    turned = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]) < 0
    faces[turned] = faces[turned][:, ::-1]
    return faces
