"""The port's queries as Firestore's: https://firebase.google.com/docs/firestore/reference/rest/v1/StructuredQuery"""

import json
from collections.abc import Sequence
from typing import Any

from google.cloud.firestore_v1 import types

from shared.platform.adapters import cursor
from shared.platform.adapters.firestore_paths import escaped
from shared.platform.adapters.firestore_values import to_json, to_value
from shared.platform.adapters.limits import can_be_id, check_collection, check_field_path
from shared.platform.indexes import EXPIRY_FIELD, ordered_field
from shared.platform.ports.documents import InvalidCursor, Query, Range

Pb = Any
Position = tuple[str, ...]  # the ordered field's value as JSON, where there is one, then the id
Structured: Any = types.StructuredQuery.pb()
_NAME = "__name__"
_ASCENDING, _DESCENDING = Structured.ASCENDING, Structured.DESCENDING
_Operator = Structured.FieldFilter
_IS_NULL = Structured.UnaryFilter.IS_NULL


def matching(query: Query) -> Pb:
    """The query's equality and range. Raises ValueError for names and values that no store compares."""
    made = Structured()
    made.from_.add(collection_id=check_collection(query.collection))
    filters = made.where.composite_filter
    filters.op = Structured.CompositeFilter.AND
    for field, wanted in query.where.items():
        _put_equality(filters.filters.add(), check_field_path(field), wanted)
    if query.range is not None:
        for operator, bound in _bounds(query.range):
            add_comparison(made, query.range.field, operator, to_value(bound))
    if not filters.filters:
        made.ClearField("where")
    return made


def structured(query: Query, position: Position | None, limit: int | None, parent: str) -> Pb:
    """The documents after `position`, at most `limit`, in the query's order."""
    made = matching(query)
    field = ordered_field(query)
    direction = _DESCENDING if query.order and query.order.descending else _ASCENDING
    for path in ([] if field is None else [check_field_path(field)]) + [_NAME]:
        made.order_by.add(direction=direction).field.field_path = path if path == _NAME else escaped(path)
    if position is not None:
        _put_cursor(made.start_at, position, f"{parent}/{query.collection}")
    if limit is not None:
        made.limit.value = limit
    if query.fields is not None:
        select(made, (*query.fields, *([] if field is None else [field])))
    return made


def select(made: Pb, fields: Sequence[str]) -> None:
    """Reads only these, and the expiry, without which none can be told to live."""
    for path in dict.fromkeys((*map(escaped, fields), EXPIRY_FIELD)):
        made.select.fields.add(field_path=path)


def is_empty(query: Query) -> bool:
    """True for bounds of two types: no value is within both."""
    bounds = _bounds(query.range) if query.range else []
    return len({isinstance(bound, str) for _, bound in bounds}) > 1


def add_comparison(made: Pb, field: str, operator: Any, value: Pb) -> None:
    made.where.composite_filter.op = Structured.CompositeFilter.AND
    comparison = made.where.composite_filter.filters.add().field_filter
    comparison.field.field_path, comparison.op = escaped(field), operator
    comparison.value.CopyFrom(value)


def position_of(query: Query, raw: Pb) -> Position:
    """Where this document stands in the query's order."""
    id = raw.name.rsplit("/", 1)[1]
    field = ordered_field(query)
    return (id,) if field is None else (json.dumps(to_json(_value_at(raw.fields, field))), id)


def decoded(query: Query) -> Position | None:
    """The position that the query's cursor stands for. Raises `InvalidCursor`."""
    if query.cursor is None:
        return None
    position = cursor.decode(query, query.cursor, 1 if ordered_field(query) is None else 2)
    if not all(isinstance(part, str) for part in position) or not can_be_id(str(position[-1])):
        raise InvalidCursor("the cursor cannot be read")
    return tuple(map(str, position))


def _put_equality(put: Pb, field: str, wanted: Any) -> None:
    if wanted is None:
        put.unary_filter.field.field_path, put.unary_filter.op = escaped(field), _IS_NULL
        return
    if not isinstance(wanted, bool | int | float | str):
        raise ValueError(f"{field} can be compared with a single value alone, not {type(wanted).__name__}")
    put.field_filter.field.field_path, put.field_filter.op = escaped(field), _Operator.EQUAL
    put.field_filter.value.CopyFrom(to_value(wanted))


def _bounds(bounds: Range) -> list[tuple[Any, Any]]:
    check_field_path(bounds.field)
    given = [
        (_Operator.GREATER_THAN_OR_EQUAL, bounds.ge),
        (_Operator.GREATER_THAN, bounds.gt),
        (_Operator.LESS_THAN_OR_EQUAL, bounds.le),
        (_Operator.LESS_THAN, bounds.lt),
    ]
    for _, bound in given:
        if isinstance(bound, bool) or not isinstance(bound, str | int | float | None):
            raise ValueError(f"the range of {bounds.field} takes numbers or strings, not {type(bound).__name__}")
    return [(operator, bound) for operator, bound in given if bound is not None]


def _put_cursor(start_at: Pb, position: Position, collection: str) -> None:
    *values, id = position
    try:
        start_at.values.extend(to_value(json.loads(value)) for value in values)
    except ValueError as error:
        raise InvalidCursor("the cursor cannot be read") from error
    start_at.values.add().reference_value = f"{collection}/{id}"
    start_at.before = False


def _value_at(fields: Any, path: str) -> Pb:
    *parents, leaf = path.split(".")
    for name in parents:
        fields = fields[name].map_value.fields
    return fields[leaf]
