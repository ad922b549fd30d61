"""Triangle meshes in millimetres: x to the wearer's left, y up, z out of the face."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from local.catalogue.spline import Floats

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Mesh:
    """`vertices` (n, 3) mm, counter-clockwise `faces` (m, 3), `pattern` (n, 2) mm: the material's pattern."""

    vertices: Floats
    faces: Indices
    pattern: Floats

    def mirrored(self) -> "Mesh":
        """The same on the wearer's other side."""
        flip = np.array([-1.0, 1.0, 1.0])
        return Mesh(self.vertices * flip, self.faces[:, ::-1], self.pattern + 17.0)

    def moved(self, offset: Floats) -> "Mesh":
        return replace(self, vertices=self.vertices + offset)

    def normals(self) -> Floats:
        """Unit (n, 3) vertex normals, weighted by face area so that flat faces stay flat beside bevels."""
        corners = self.vertices[self.faces]
        area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        total = np.zeros_like(self.vertices)
        for k in range(3):
            np.add.at(total, self.faces[:, k], area)
        length = np.linalg.norm(total, axis=1, keepdims=True)
        return np.where(length > 1e-12, total / np.maximum(length, 1e-12), np.array([0.0, 0.0, 1.0]))


@dataclass(frozen=True)
class Part:
    """A mesh under a named node, `slot` naming the material it takes from the colour."""

    node: str
    slot: str
    mesh: Mesh


def joined(meshes: list[Mesh]) -> Mesh:
    """All meshes as one."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes])
    return Mesh(
        np.vstack([mesh.vertices for mesh in meshes]),
        np.vstack([mesh.faces + start for mesh, start in zip(meshes, starts, strict=False)]),
        np.vstack([mesh.pattern for mesh in meshes]),
    )


def strips(rings: int, points: int, closed_rings: bool = False) -> Indices:
    """Triangles between consecutive closed rings of equal length; `closed_rings` joins the last to the first."""
    ring = np.arange(rings if closed_rings else rings - 1)[:, None]
    point = np.arange(points)[None, :]
    a = ring * points + point
    b = ring * points + (point + 1) % points
    c = ((ring + 1) % rings) * points + point
    d = ((ring + 1) % rings) * points + (point + 1) % points
    return np.concatenate([np.stack([a, b, d], axis=-1), np.stack([a, d, c], axis=-1)]).reshape(-1, 3)
