"""Wires, rims and temples: a rounded section carried along a path."""

import numpy as np

from local.catalogue.mesh import Mesh, strips
from local.catalogue.outline import outward_normals
from local.catalogue.spline import Floats

_Z = np.array([0.0, 0.0, 1.0])


def section(corners: int, squareness: float = 3.0) -> Floats:
    """A unit (corners, 2) superellipse: 2 is round, larger is squarer."""
    angle = (np.arange(corners) + 0.5) * 2 * np.pi / corners
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    ring = np.sign(ring) * np.abs(ring) ** (2 / squareness)
    return np.asarray(ring / np.abs(ring).max(axis=0))


def sweep(path: Floats, side: Floats, half: Floats, profile: Floats, pattern: Floats | None = None) -> Mesh:
    """A capped tube along an open (n, 3) path.

    `side` (n, 3) or (3,) points to the section's first axis, `half` (n, 2) or (2,) are its half sizes in mm.
    """
    tangent = np.gradient(path, axis=0)
    side = np.broadcast_to(side, path.shape)
    side = side - tangent * (np.sum(side * tangent, 1) / np.sum(tangent * tangent, 1))[:, None]
    side = side / np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(tangent, side)
    up = up / np.linalg.norm(up, axis=1, keepdims=True)
    half = np.broadcast_to(half, (len(path), 2))
    rings = _rings(path, side, up, half, profile)
    count = len(profile)
    vertices = np.vstack([rings.reshape(-1, 3), path[:1], path[-1:]])
    first, last = len(vertices) - 2, len(vertices) - 1
    point, following = np.arange(count), (np.arange(count) + 1) % count
    base = (len(path) - 1) * count
    caps = [
        np.stack([following, point, np.full(count, first)], axis=1),
        np.stack([base + point, base + following, np.full(count, last)], axis=1),
    ]
    faces = np.vstack([strips(len(path), count), *caps])
    return Mesh(vertices, faces, vertices[:, :2].copy() if pattern is None else vertices @ pattern)


def ring_rim(ring: Floats, width_mm: float, depth_mm: float, profile: Floats) -> Mesh:
    """A rim of `width_mm` (seen from the front) and `depth_mm` lying around a counter-clockwise (n, 2) lens ring."""
    normal = np.pad(outward_normals(ring), ((0, 0), (0, 1)))
    path = np.pad(ring, ((0, 0), (0, 1))) + normal * (width_mm / 2)
    half = np.broadcast_to(np.array([width_mm / 2, depth_mm / 2]), (len(path), 2))
    rings = _rings(path, normal, np.broadcast_to(_Z, path.shape), half, profile)
    vertices = rings.reshape(-1, 3)
    return Mesh(vertices, strips(len(path), len(profile), closed_rings=True)[:, ::-1], vertices[:, :2].copy())


def ellipsoid(centre: Floats, axes: Floats, radii: tuple[float, float, float]) -> Mesh:
    """A closed ellipsoid; `axes` (3, 3) rows are its directions."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, 6)
    path = centre + np.sin(angle)[:, None] * axes[2] * radii[2]
    half = np.maximum(np.cos(angle), 0.02)[:, None] * np.array([radii[0], radii[1]])
    return sweep(path, axes[0], half, section(6, 2.0))


def _rings(path: Floats, side: Floats, up: Floats, half: Floats, profile: Floats) -> Floats:
    across = side[:, None, :] * (half[:, :1] * profile[:, 0])[:, :, None]
    along = up[:, None, :] * (half[:, 1:] * profile[:, 1])[:, :, None]
    return np.asarray(path[:, None, :] + across + along)
