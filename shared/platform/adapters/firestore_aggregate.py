"""Counts, sums and averages, worked out by Firestore.

The count is one aggregation and each field another: Firestore reads a sum from an index without the documents that
lack the field, and would leave them out of a count asked for at once.
"""

from datetime import datetime
from typing import Any

from google.cloud.firestore_v1 import types

from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_paths import escaped
from shared.platform.adapters.firestore_query import Structured, add_comparison, matching
from shared.platform.adapters.firestore_stored import put_time
from shared.platform.adapters.firestore_values import Value
from shared.platform.adapters.limits import check_field_path
from shared.platform.indexes import EXPIRY_FIELD, aggregate_order
from shared.platform.ports.documents import Query

Pb = Any
_Aggregation: Any = types.StructuredAggregationQuery.pb()


def count(store: Firestore, query: Query, now: datetime) -> int:
    asked = _over(query, None, now)
    asked.aggregations.add(alias="count").count.SetInParent()
    return int(store.aggregate(asked)["count"].integer_value)


def sum_and_average(store: Firestore, query: Query, field: str, now: datetime) -> tuple[float, float | None]:
    asked = _over(query, check_field_path(field), now)
    asked.aggregations.add(alias="sum").sum.field.field_path = escaped(field)
    asked.aggregations.add(alias="average").avg.field.field_path = escaped(field)
    found = store.aggregate(asked)
    return float(_number(found["sum"]) or 0), _number(found["average"])


def _over(query: Query, field: str | None, now: datetime) -> Pb:
    """Those not past their expiry, in the order that names the index (see `require_aggregate_index`)."""
    asked = _Aggregation()
    asked.structured_query.CopyFrom(matching(query))
    at = Value()
    put_time(at, now)
    add_comparison(asked.structured_query, EXPIRY_FIELD, Structured.FieldFilter.GREATER_THAN, at)
    for path in aggregate_order(query, field):
        asked.structured_query.order_by.add(direction=Structured.ASCENDING).field.field_path = escaped(path)
    return asked


def _number(value: Pb) -> float | None:
    kind = value.WhichOneof("value_type")
    return float(getattr(value, kind)) if kind in ("integer_value", "double_value") else None
