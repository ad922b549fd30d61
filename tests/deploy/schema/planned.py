"""What a provider does with values before anything is created: mark what only it will know, refuse what it sets."""

from collections.abc import Iterator
from typing import Any

import msgpack

Block = dict[str, Any]
UNKNOWN = msgpack.ExtType(0, b"\x00")  # "known after apply"


def unpack(packed: bytes) -> Any:
    return msgpack.unpackb(packed, strict_map_key=False)


def pack(value: Any) -> bytes:
    return bytes(msgpack.packb(value))


def with_unknowns(block: Block, value: Any) -> Any:
    """The values with every computed attribute that has none marked "known after apply"."""
    if not isinstance(value, dict):
        return value
    filled = dict(value)
    for name, (_, mode) in block["attributes"].items():
        if mode.endswith("computed") and filled.get(name) is None:
            filled[name] = UNKNOWN
    for name, nested in block["blocks"].items():
        filled[name] = _each(nested["block"], filled.get(name))
    return filled


def _each(block: Block, value: Any) -> Any:
    if isinstance(value, list):
        return [with_unknowns(block, item) for item in value]
    return with_unknowns(block, value)


def set_but_computed(block: Block, value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of each attribute of the configuration that only the provider may set."""
    if not isinstance(value, dict):
        return
    for name, (_, mode) in block["attributes"].items():
        if mode == "computed" and value.get(name) is not None:
            yield (*path, name)
    for name, nested in block["blocks"].items():
        inside = value.get(name)
        items = list(enumerate(inside)) if isinstance(inside, list) else [(None, inside)]
        for number, item in items:
            here = (*path, name) if number is None else (*path, name, number)
            yield from set_but_computed(nested["block"], item, here)
