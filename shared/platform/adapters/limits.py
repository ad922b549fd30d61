"""What Firestore refuses, refused by every store, so that nothing works on one machine and fails in the cloud.

Limits and the size formula: https://firebase.google.com/docs/firestore/quotas and …/storage-size.
"""

import json
import re
from collections.abc import Sequence
from math import hypot
from typing import Any

from shared.platform.indexes import EXPIRY_FIELD, vector_fields
from shared.platform.ports.documents import Body, Changes, DocumentTooLarge

MAX_BYTES = 1_048_576
MAX_BATCH = 500
MAX_NEAREST = 1000
DISTANCE_FIELD = "_distance"  # where Firestore puts what it measured
_OWN_FIELDS = frozenset({EXPIRY_FIELD, DISTANCE_FIELD})
_SHORTEST, _LONGEST = 1e-100, 1e100  # lengths of a vector whose products stay within a float
_MAX_ID_BYTES = 1500
_MAX_DEPTH = 20
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_INT64 = range(-(2**63), 2**63)
_COLLECTION = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_FIELD_PATH = re.compile(r"[A-Za-z0-9_-]{1,200}(\.[A-Za-z0-9_-]{1,200}){0,19}")
_RESERVED = re.compile(r"__.*__", re.DOTALL)


def check_collection(name: str) -> str:
    """The name itself. Raises ValueError."""
    if not _COLLECTION.fullmatch(name):
        raise ValueError(f"a collection is named by letters, digits and _, not {name!r}")
    return name


def check_field_path(path: str) -> str:
    """The path of a queried field itself. Raises ValueError."""
    if not _FIELD_PATH.fullmatch(path) or path.split(".")[0] in _OWN_FIELDS:
        raise ValueError(f"a queried field is named by letters, digits, _ and -, not {path!r}")
    return path


def check_changes(changes: Changes) -> None:
    """Raises ValueError for a change of a field that is the store's own."""
    for path in changes:
        if path.split(".")[0] in _OWN_FIELDS:
            raise ValueError(f"{path} is the store's own")


def check_vector(path: str, dimension: int, vector: Any) -> list[float]:
    """The vector itself. Raises ValueError unless it is so many numbers that together have a direction."""
    numbers = isinstance(vector, Sequence) and all(type(number) in (int, float) for number in vector)
    if not numbers or len(vector) != dimension or not _SHORTEST < hypot(*vector) < _LONGEST:
        raise ValueError(f"{path} takes a list of {dimension} numbers, not all of them 0")
    return list(vector)


def check_nearest(limit: int) -> None:
    if not 1 <= limit <= MAX_NEAREST:
        raise ValueError(f"the nearest are 1 to {MAX_NEAREST}, not {limit}")


def can_be_id(id: str) -> bool:
    """False for what no document can be named by, and so never is."""
    try:
        size = len(id.encode())
    except UnicodeEncodeError:
        return False
    return 0 < size <= _MAX_ID_BYTES and "/" not in id and id not in {".", ".."} and not _RESERVED.fullmatch(id)


def encode(collection: str, id: str, body: Body) -> str:
    """The body as compact JSON. Raises `DocumentTooLarge`, ValueError for a body or id that Firestore refuses."""
    check_collection(collection)
    if not can_be_id(id):
        raise ValueError(f"a document cannot be named {id!r}")
    _check_own_fields(collection, body)
    size = len(collection) + len(id.encode()) + 2 + 16 + 32 + _map_size(body, 0)
    if size > MAX_BYTES:
        raise DocumentTooLarge(f"{collection}/{id} would be {size} bytes; at most {MAX_BYTES} are allowed")
    return _JSON.encode(body)


def _check_own_fields(collection: str, body: Body) -> None:
    if isinstance(body, dict) and not _OWN_FIELDS.isdisjoint(body):
        raise ValueError(f"{' and '.join(sorted(_OWN_FIELDS))} are the store's own")
    for path, dimension in vector_fields(collection).items():
        value: Any = body
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            check_vector(path, dimension, value)


def _map_size(body: Any, depth: int) -> int:
    if not isinstance(body, dict):
        raise ValueError("a document's body is a JSON object")
    if depth >= _MAX_DEPTH:
        raise ValueError(f"a document may be nested {_MAX_DEPTH} deep")
    size = 0
    for key, value in body.items():
        if not isinstance(key, str) or not key or (key[:2] == "__" and _RESERVED.fullmatch(key)):
            raise ValueError(f"a field cannot be named {key!r}")
        size += _text_size(key) + _size(value, depth)
    return size


def _size(value: Any, depth: int) -> int:
    if isinstance(value, str):
        return _text_size(value)
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, int):
        if value not in _INT64:
            raise ValueError(f"{value} does not fit in 64 bits")
        return 8
    if isinstance(value, float):
        return 8
    if isinstance(value, list | tuple):
        return _list_size(value, depth)
    if isinstance(value, dict):
        return _map_size(value, depth + 1)
    raise ValueError(f"a document holds JSON alone, not {type(value).__name__}")


def _list_size(values: list[Any] | tuple[Any, ...], depth: int) -> int:
    if any(isinstance(value, list | tuple) for value in values):
        raise ValueError("a list may not hold a list; wrap the inner one in an object")
    return sum(_size(value, depth) for value in values)


def _text_size(text: str) -> int:
    return (len(text) if text.isascii() else len(text.encode())) + 1
