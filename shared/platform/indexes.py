"""Which queries the cloud would serve: the rules of Firestore's Standard edition over `indexes.json`.

Every adapter refuses a query that has no index there, since no emulator does and the cloud always does. Terraform
makes the cloud's indexes from the same file. The rules: https://firebase.google.com/docs/firestore/query-data/index-overview
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.platform.ports.documents import IndexMissing, Query

ASCENDING, DESCENDING = "ASCENDING", "DESCENDING"


@dataclass(frozen=True)
class Field:
    path: str
    order: str  # ASCENDING or DESCENDING


@dataclass(frozen=True)
class Index:
    collection: str
    fields: tuple[Field, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(field.path for field in self.fields)


@cache
def composite_indexes() -> tuple[Index, ...]:
    entries = json.loads((Path(__file__).parent / "indexes.json").read_text("utf-8"))
    return tuple(Index(entry["collection"], tuple(Field(**field) for field in entry["fields"])) for entry in entries)


def require_index(query: Query) -> Index | None:
    """The composite index that serves the query, None when single-field indexes do. Raises `IndexMissing`.

    Equality alone is served by merging single-field indexes. Equality with a range or an order needs an index whose
    leading fields are the equality's, in any order among them, followed by the field of the range or order in that
    direction. A range without an order is read ascending.
    """
    ordered = ordered_field(query)
    if ordered is None or not query.where:
        return None
    return _require(query, Field(ordered, DESCENDING if query.order and query.order.descending else ASCENDING))


def require_aggregate_index(query: Query, field: str | None = None) -> Index | None:
    """The same for counting (no `field`) or for one sum or average over `field`.

    Order plays no part, so either direction serves. A sum or average is read from an index that holds its field after
    those of the filter and leaves out documents without it, so each field is an aggregation of its own
    (https://github.com/firebase/flutterfire/issues/12193).
    """
    ranged = query.range.field if query.range else None
    wanted = tuple(dict.fromkeys(path for path in (ranged, field) if path is not None and path not in query.where))
    if not wanted or len(query.where) + len(wanted) < 2:
        return None
    for index in _after_equality(query):
        if index.paths[len(query.where) :] == wanted:
            return index
    raise _missing(query, tuple(Field(path, ASCENDING) for path in wanted))


def ordered_field(query: Query) -> str | None:
    """The field that the results are ordered by: the order's, else the range's, else none (by id)."""
    if query.order and query.range and query.order.field != query.range.field:
        raise ValueError(f"the order must be on the range's field {query.range.field}, not {query.order.field}")
    if query.order:
        return query.order.field
    return query.range.field if query.range else None


def _require(query: Query, last: Field) -> Index:
    for index in _after_equality(query):
        if index.fields[len(query.where) :] == (last,):
            return index
    raise _missing(query, (last,))


def _after_equality(query: Query) -> Iterator[Index]:
    """The collection's indexes whose leading fields are exactly the query's equality fields."""
    for index in composite_indexes():
        if index.collection == query.collection and set(index.paths[: len(query.where)]) == set(query.where):
            yield index


def _missing(query: Query, rest: tuple[Field, ...]) -> IndexMissing:
    leading = (Field(path, ASCENDING) for path in query.where)
    fields = [{"path": field.path, "order": field.order} for field in (*leading, *rest)]
    entry = json.dumps({"collection": query.collection, "fields": fields})
    return IndexMissing(f"this query has no index; add to shared/platform/indexes.json: {entry}")
