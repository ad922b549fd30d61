"""Frames as binary glTF 2.0: metres, origin at the bridge's middle, +z out of the face, +x to the wearer's left.

Nodes: `frame` with `front`, `lens_left`, `lens_right`, `temple_left`, `temple_right`.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from local.catalogue.design import Colour, Finish, Tint
from local.catalogue.frame import NODES, Frame
from local.catalogue.layers import slot_finish
from local.catalogue.material import lens_material, material, needs_texture, texture_png
from local.catalogue.mesh import Mesh
from local.catalogue.pattern import TILE_MM
from local.catalogue.shading import finish_colour, lens_alpha
from local.catalogue.spline import Floats

_FLOAT, _USHORT, _UBYTE = 5126, 5123, 5121
_VERTICES, _TRIANGLES = 34962, 34963
_JSON_CHUNK, _BINARY_CHUNK = 0x4E4F534A, 0x004E4942


@dataclass
class _Buffer:
    """Bytes with the views and accessors into them."""

    data: bytearray = field(default_factory=bytearray)
    views: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)

    def view(self, data: bytes, target: int | None = None) -> int:
        entry: dict[str, Any] = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(data)}
        self.views.append(entry | ({"target": target} if target else {}))
        self.data += data + b"\0" * (-len(data) % 4)
        return len(self.views) - 1

    def accessor(self, values: NDArray[Any], kind: str, component: int, target: int, **extra: Any) -> int:
        view = self.view(np.ascontiguousarray(values).tobytes(), target)
        entry = {"bufferView": view, "componentType": component, "count": len(values), "type": kind}
        self.accessors.append(entry | extra)
        return len(self.accessors) - 1

    def copy(self) -> "_Buffer":
        return _Buffer(bytearray(self.data), list(self.views), list(self.accessors))


@dataclass(frozen=True)
class Geometry:
    """A frame's triangles as accessors, shared by all of its colours."""

    buffer: _Buffer
    primitives: dict[str, dict[str, tuple[Mesh, dict[str, Any]]]]  # node -> slot -> mesh, primitive


def geometry_of(frame: Frame) -> Geometry:
    """The part of the file that no colour changes."""
    buffer = _Buffer()
    nodes: dict[str, dict[str, tuple[Mesh, dict[str, Any]]]] = {}
    for node in NODES:
        nodes[node] = {slot: (mesh, _primitive(buffer, mesh)) for slot, mesh in frame.meshes(node).items()}
    return Geometry(buffer, nodes)


def glb(geometry: Geometry, colour: Colour, tint: Tint) -> bytes:
    """The whole file for one colourway."""
    buffer = geometry.buffer.copy()
    document = _Document(buffer)
    meshes = []
    for node, slots in geometry.primitives.items():
        primitives = []
        for slot, (mesh, primitive) in slots.items():
            painted = (
                _lens(buffer, mesh, tint) if slot == "lens" else _painted(buffer, mesh, slot_finish(colour, slot))
            )
            entry = dict(primitive, attributes=primitive["attributes"] | painted)
            entry["material"] = document.lens(tint) if slot == "lens" else document.finish(slot, colour)
            primitives.append(entry)
        meshes.append({"name": node, "primitives": primitives})
    return _packed(document.json(meshes), bytes(buffer.data))


class _Document:
    """Materials and textures as they are first used."""

    def __init__(self, buffer: _Buffer) -> None:
        self._buffer = buffer
        self._materials: dict[str, dict[str, Any]] = {}
        self._textures: dict[tuple[int, int, int], int] = {}
        self._image_views: list[int] = []

    def lens(self, tint: Tint) -> int:
        return self._index("lens", lens_material(tint))

    def finish(self, slot: str, colour: Colour) -> int:
        finish = slot_finish(colour, slot)
        texture = self._texture(finish) if needs_texture(finish) else None
        return self._index(slot, material(slot, finish, texture))

    def _texture(self, finish: Finish) -> int:
        if finish.rgb not in self._textures:
            self._textures[finish.rgb] = len(self._image_views)
            self._image_views.append(self._buffer.view(texture_png(finish)))
        return self._textures[finish.rgb]

    def _index(self, name: str, entry: dict[str, Any]) -> int:
        self._materials.setdefault(name, entry)
        return list(self._materials).index(name)

    def json(self, meshes: list[dict[str, Any]]) -> dict[str, Any]:
        children = [{"name": mesh["name"], "mesh": index} for index, mesh in enumerate(meshes)]
        root = {"name": "frame", "children": list(range(len(children)))}
        document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": "AI Discovery demo catalogue"},
            "scene": 0,
            "scenes": [{"nodes": [len(children)]}],
            "nodes": [*children, root],
            "meshes": meshes,
            "materials": list(self._materials.values()),
            "accessors": self._buffer.accessors,
            "bufferViews": self._buffer.views,
            "buffers": [{"byteLength": len(self._buffer.data)}],
        }
        if self._image_views:
            document["images"] = [{"bufferView": view, "mimeType": "image/png"} for view in self._image_views]
            document["samplers"] = [{"magFilter": 9729, "minFilter": 9987}]
            document["textures"] = [{"source": k, "sampler": 0} for k in range(len(self._image_views))]
        return document


def _primitive(buffer: _Buffer, mesh: Mesh) -> dict[str, Any]:
    metres = (mesh.vertices / 1000).astype(np.float32)
    bounds = {"min": metres.min(axis=0).tolist(), "max": metres.max(axis=0).tolist()}
    position = buffer.accessor(metres, "VEC3", _FLOAT, _VERTICES, **bounds)
    normal = buffer.accessor(mesh.normals().astype(np.float32), "VEC3", _FLOAT, _VERTICES)
    indices = buffer.accessor(mesh.faces.astype(np.uint16).ravel(), "SCALAR", _USHORT, _TRIANGLES)
    return {"attributes": {"POSITION": position, "NORMAL": normal}, "indices": indices}


def _painted(buffer: _Buffer, mesh: Mesh, finish: Finish) -> dict[str, int]:
    """Texture places for patterns, vertex colours for fades."""
    if needs_texture(finish):
        places = (mesh.pattern / TILE_MM).astype(np.float32)
        return {"TEXCOORD_0": buffer.accessor(places, "VEC2", _FLOAT, _VERTICES)}
    if finish.kind == "fade":
        return {"COLOR_0": _vertex_colours(buffer, finish_colour(finish, mesh.pattern), np.ones(len(mesh.vertices)))}
    return {}


def _lens(buffer: _Buffer, mesh: Mesh, tint: Tint) -> dict[str, int]:
    if not tint.gradient:
        return {}
    white = np.ones((len(mesh.vertices), 3))
    return {"COLOR_0": _vertex_colours(buffer, white, lens_alpha(tint, mesh.pattern[:, 1]))}


def _vertex_colours(buffer: _Buffer, rgb: Floats, alpha: Floats) -> int:
    values = np.round(np.column_stack([rgb, alpha]).clip(0, 1) * 255).astype(np.uint8)
    return buffer.accessor(values, "VEC4", _UBYTE, _VERTICES, normalized=True)


def _packed(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), _JSON_CHUNK) + text
    chunks += struct.pack("<II", len(binary), _BINARY_CHUNK) + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
