"""A face of known size, photographed: MediaPipe's face mesh in mm, textured with a photo, by a pinhole camera.

The mesh is read from the model file; the photo's landmarks say where each of its points lies in the photo. Around the
face lie rings of hair, ears and neck, which the engine looks at as well: a bare mask is drawn narrower.
"""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float64]
Pixels = NDArray[np.uint8]

MESH_POINTS = 468
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
RINGS = ((1.15, -30.0), (1.4, -75.0), (1.9, -110.0))  # in times the oval, and mm behind it: a rough head


@dataclass(frozen=True)
class Mesh:
    """`points` (468 × 3, cm, y up, z to the camera) of the canonical face and its `triangles` (898 × 3)."""

    points: Floats
    triangles: NDArray[np.int64]


@cache
def canonical_mesh(model: Path) -> Mesh:
    """Read from the geometry metadata inside face_landmarker.task: vertices of x, y, z, u, v and an index buffer."""
    metadata = zipfile.ZipFile(model).read("geometry_pipeline_metadata_landmarks.binarypb")
    mesh = next(value for field, value in _fields(metadata) if field == 1 and isinstance(value, bytes))
    parts = list(_fields(mesh))
    vertices = [struct.unpack("<f", value)[0] for field, value in parts if field == 3 and isinstance(value, bytes)]
    indices = [value for field, value in parts if field == 4 and isinstance(value, int)]
    return Mesh(np.array(vertices).reshape(-1, 5)[:, :3], np.array(indices).reshape(-1, 3))


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field numbers and values of a protocol buffer message of varints, floats and submessages."""
    place = 0

    def varint() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place, value, shift = place + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while place < len(message):
        field, kind = divmod(varint(), 8)
        if kind == 0:
            yield field, varint()
        else:
            length = 4 if kind == 5 else varint()
            yield field, message[place : place + length]
            place += length


@dataclass(frozen=True)
class KnownFace:
    """`points` are 478 × 3 in mm (x right, y up, z to the camera, origin between the irises), `texture` the photo and
    `places` (468 × 2) where each mesh point lies in it; `triangles` those of the face alone."""

    points: Floats
    triangles: NDArray[np.int64]
    texture: Pixels
    places: Floats

    @cached_property
    def head(self) -> tuple[Floats, Floats, NDArray[np.int64]]:
        """Points (n × 3), places (n × 2) and triangles of the face with its rings of hair, ears and neck."""
        points, places = [self.points[:MESH_POINTS]], [self.places]
        for share, behind_mm in RINGS:
            points.append(np.add(_widened(self.points[list(OVAL)], share), (0.0, 0.0, behind_mm)))
            places.append(_widened(self.places[list(OVAL)], share))
        rings = [np.array(OVAL), *(MESH_POINTS + len(OVAL) * k + np.arange(len(OVAL)) for k in range(len(RINGS)))]
        between = [_between(inner, outer) for inner, outer in pairwise(rings)]
        return np.vstack(points), np.vstack(places), np.vstack([self.triangles, *between])

    def distance(self, first: int, second: int) -> float:
        """Between two landmarks, in mm."""
        return float(np.linalg.norm(self.points[first] - self.points[second]))


def _widened(ring: Floats, share: float) -> Floats:
    """In x and y, from the ring's middle."""
    middle = ring.mean(axis=0) * np.array([1.0, 1.0, 0.0])[: ring.shape[1]]
    factors = np.array([share, share, 1.0])[: ring.shape[1]]
    widened: Floats = middle + (ring - middle) * factors
    return widened


def _between(inner: NDArray[np.int64], outer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Triangles of the strip between two rings of as many points."""
    ahead_inner, ahead_outer = np.roll(inner, -1), np.roll(outer, -1)
    halves = (np.column_stack([inner, ahead_inner, outer]), np.column_stack([ahead_inner, ahead_outer, outer]))
    return np.vstack(halves)


@dataclass(frozen=True)
class Camera:
    """`distance_mm` from the lens to the point between the irises; `focal` in picture widths; angles of the head in
    degrees, signs as in `shared.faces.result.Pose`."""

    distance_mm: float
    focal: float = 0.8
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    size: tuple[int, int] = (960, 1280)


def photographed(face: KnownFace, camera: Camera, background: tuple[int, int, int] = (150, 156, 160)) -> Image.Image:
    """The picture, antialiased by drawing at twice its size."""
    width, height = (2 * side for side in camera.size)
    points, places, triangles = face.head
    seen, depth = _projected(points, camera, width, height)
    canvas = np.empty((height, width, 3), np.float64)
    canvas[:] = background
    _draw(canvas, seen, depth, triangles, places, face.texture)
    return Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8)).reduce(2)


def seen_at(points: Floats, camera: Camera) -> Floats:
    """Where points of the head (n × 3, mm) lie in the picture, px."""
    return _projected(points, camera, *camera.size)[0]


def _projected(points: Floats, camera: Camera, width: int, height: int) -> tuple[Floats, Floats]:
    turned = points @ rotation(camera.yaw, camera.pitch, camera.roll).T
    focal = camera.focal * width
    depth = camera.distance_mm - turned[:, 2]
    across = focal * turned[:, 0] / depth + width / 2
    down = -focal * turned[:, 1] / depth + height / 2
    return np.column_stack([across, down]), depth


def rotation(yaw: float, pitch: float, roll: float) -> Floats:
    """3 × 3 for column vectors of the head (x right, y up, z to the camera)."""
    y, p, r = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    turned: Floats = about_z @ about_y @ about_x
    return turned


def _draw(
    canvas: Floats, seen: Floats, depth: Floats, triangles: NDArray[np.int64], all_places: Floats, texture: Pixels
) -> None:
    """Triangles with a depth buffer; the texture's places are interpolated true to perspective."""
    height, width = canvas.shape[:2]
    nearest = np.full((height, width), np.inf)
    for corners in triangles:
        a, b, c = seen[corners]
        left, top = np.floor(np.minimum(np.minimum(a, b), c)).astype(int).clip(0, None)
        right, bottom = np.minimum(np.ceil(np.maximum(np.maximum(a, b), c)).astype(int) + 1, (width, height))
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if right <= left or bottom <= top or abs(area) < 1e-9:
            continue
        y, x = np.mgrid[top:bottom, left:right] + 0.5
        u = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        v = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        inside = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9)
        weights = np.stack([1 - u - v, u, v], axis=-1) / depth[corners]
        total = weights.sum(axis=-1)
        inside &= 1 / total < nearest[top:bottom, left:right]
        places = (weights[inside] @ all_places[corners]) / total[inside, None]
        canvas[top:bottom, left:right][inside] = sampled(texture, places)
        nearest[top:bottom, left:right][inside] = 1 / total[inside]


def sampled(texture: Pixels, places: Floats) -> Floats:
    """Bilinear; pixel centres lie at halves."""
    height, width = texture.shape[:2]
    x = np.clip(places[:, 0] - 0.5, 0, width - 1.001)
    y = np.clip(places[:, 1] - 0.5, 0, height - 1.001)
    column, row = x.astype(int), y.astype(int)
    right, down = (x - column)[:, None], (y - row)[:, None]
    upper = texture[row, column] * (1 - right) + texture[row, column + 1] * right
    lower = texture[row + 1, column] * (1 - right) + texture[row + 1, column + 1] * right
    sampled: Floats = upper * (1 - down) + lower * down
    return sampled
