"""JSON values and Firestore's, both ways. Lists declared as vectors in `indexes.json` become Firestore's vectors."""

from collections.abc import Mapping
from typing import Any

from google.cloud.firestore_v1 import types

from shared.platform.ports.documents import Body

Pb = Any  # a message of Firestore's protocol
Value: Any = types.Value.pb()
_TYPE, _VECTOR, _NUMBERS = "__type__", "__vector__", "value"  # a vector is a map of these
_NO_VECTORS: Mapping[str, int] = {}


def to_value(json: Any) -> Pb:
    value = Value()
    put(value, json)
    return value


def put(value: Pb, json: Any, vectors: Mapping[str, int] = _NO_VECTORS, path: str = "") -> None:
    """Fills an empty Value; `path` is the field's own, dotted, as in `vectors`."""
    if json is None:
        value.null_value = 0
    elif isinstance(json, bool):
        value.boolean_value = json
    elif isinstance(json, int):
        value.integer_value = json
    elif isinstance(json, float):
        value.double_value = json
    elif isinstance(json, str):
        value.string_value = json
    elif isinstance(json, dict):
        _put_map(value, json, vectors, path)
    elif path in vectors:
        _put_vector(value, json)
    else:
        _put_list(value, json)


def put_fields(fields: Any, body: Body, vectors: Mapping[str, int]) -> None:
    """Fills a Document's map of fields."""
    for name, json in body.items():
        put(fields[name], json, vectors, name)


def to_json(value: Pb) -> Any:
    kind = value.WhichOneof("value_type")
    if kind == "map_value":
        return _from_map(value.map_value.fields)
    if kind == "array_value":
        return [to_json(inner) for inner in value.array_value.values]
    return None if kind == "null_value" else getattr(value, kind)


def to_body(fields: Any) -> Body:
    return {name: to_json(value) for name, value in fields.items()}


def vector_value(numbers: Any) -> Pb:
    value = Value()
    _put_vector(value, numbers)
    return value


def _put_map(value: Pb, json: Body, vectors: Mapping[str, int], path: str) -> None:
    value.map_value.SetInParent()  # an empty one is there as well
    for name, inner in json.items():
        put(value.map_value.fields[name], inner, vectors, f"{path}.{name}")


def _put_list(value: Pb, json: Any) -> None:
    value.array_value.SetInParent()
    for inner in json:
        put(value.array_value.values.add(), inner)


def _put_vector(value: Pb, numbers: Any) -> None:
    value.map_value.fields[_TYPE].string_value = _VECTOR
    doubles = value.map_value.fields[_NUMBERS].array_value.values
    for number in numbers:
        doubles.add().double_value = number


def _from_map(fields: Any) -> Any:
    if _TYPE in fields and fields[_TYPE].string_value == _VECTOR:
        return [number.double_value for number in fields[_NUMBERS].array_value.values]
    return to_body(fields)
