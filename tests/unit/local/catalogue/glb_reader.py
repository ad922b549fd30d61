"""Reading the parts of a binary glTF file that tests look at."""

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray


def document(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The JSON chunk and the binary chunk."""
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, _ = struct.unpack_from("<I4s", data, 12)
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def positions(data: bytes, node: str) -> NDArray[np.float32]:
    """All (n, 3) vertex positions under a node, metres, read from the bytes."""
    parsed, binary = document(data)
    mesh = next(entry["mesh"] for entry in parsed["nodes"] if entry["name"] == node)
    found = []
    for primitive in parsed["meshes"][mesh]["primitives"]:
        accessor = parsed["accessors"][primitive["attributes"]["POSITION"]]
        view = parsed["bufferViews"][accessor["bufferView"]]
        raw = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        found.append(np.frombuffer(raw, np.float32).reshape(-1, 3))
    return np.vstack(found)
