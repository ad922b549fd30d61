"""Which queries the cloud would serve: the rules of Firestore's Standard edition over `indexes.json`.

Every adapter refuses a query that has no index there, since no emulator does and the cloud always does. Terraform
makes the cloud's indexes from the same file. The rules: https://firebase.google.com/docs/firestore/query-data/index-overview
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.platform.ports.documents import IndexMissing, Query

ASCENDING, DESCENDING = "ASCENDING", "DESCENDING"
EXPIRY_FIELD = "_expiresAt"  # every document carries it in Firestore, where a TTL policy reads it; no body shows it
# These rise with each write: an index of their own would be where all writes of a collection meet, so the cloud has
# none (`rising_fields` in terraform/modules/firestore).
RISING = frozenset({"at", "createdAt", EXPIRY_FIELD})


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


@dataclass(frozen=True)
class VectorIndex:
    collection: str
    equality: frozenset[str]  # the fields that narrow the search, exactly these
    path: str
    dimension: int


@cache
def composite_indexes() -> tuple[Index, ...]:
    return tuple(
        Index(entry["collection"], tuple(Field(**field) for field in entry["fields"]))
        for entry in _entries()
        if "vector" not in entry["fields"][-1]
    )


@cache
def vector_indexes() -> tuple[VectorIndex, ...]:
    """The entries whose last field is a vector; the fields before it are the equality's."""
    return tuple(
        VectorIndex(
            entry["collection"],
            frozenset(field["path"] for field in entry["fields"][:-1]),
            entry["fields"][-1]["path"],
            entry["fields"][-1]["vector"]["dimension"],
        )
        for entry in _entries()
        if "vector" in entry["fields"][-1]
    )


@cache
def vector_fields(collection: str) -> Mapping[str, int]:
    """Dotted path and dimension of the collection's fields that hold vectors."""
    return {index.path: index.dimension for index in vector_indexes() if index.collection == collection}


def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((Path(__file__).parent / "indexes.json").read_text("utf-8"))
    return entries


def require_index(query: Query) -> Index | None:
    """The composite index that serves the query, None when single-field indexes do. Raises `IndexMissing`.

    Equality alone is served by merging single-field indexes. Equality with a range or an order needs an index whose
    leading fields are the equality's, in any order among them, followed by the field of the range or order in that
    direction. A range without an order is read ascending. Times of writing have no index of their own.
    """
    ordered = ordered_field(query)
    if ordered is None:
        return None
    if not query.where:
        _refuse_rising(query, ordered)
        return None
    return _require(query, Field(ordered, DESCENDING if query.order and query.order.descending else ASCENDING))


def require_aggregate_index(query: Query, field: str | None = None) -> Index | None:
    """The same for counting (no `field`) or for one sum or average over `field`.

    What has expired is left out by a bound on `EXPIRY_FIELD`, and the cloud reads the index that an aggregation's
    order names: so the index holds the equality's fields, then `aggregate_order`, all ascending. It leaves out
    documents without `field`, so each field is an aggregation of its own
    (https://github.com/firebase/flutterfire/issues/12193).
    """
    wanted = aggregate_order(query, field)
    if len(query.where) + len(wanted) < 2:
        _refuse_rising(query, *wanted)
        return None
    rest = tuple(Field(path, ASCENDING) for path in wanted)
    for index in _after_equality(query):
        if index.fields[len(query.where) :] == rest:
            return index
    raise _missing(query, rest)


def aggregate_order(query: Query, field: str | None = None) -> tuple[str, ...]:
    """The fields by which an aggregation is ordered: the range's, the expiry, then what is summed."""
    ranged = query.range.field if query.range else None
    paths = (path for path in (ranged, EXPIRY_FIELD, field) if path is not None and path not in query.where)
    return tuple(dict.fromkeys(paths))


def require_vector_index(query: Query, field: str) -> VectorIndex:
    """The index for the nearest by `field` among those of the query's equality. Raises `IndexMissing`.

    ValueError for a query with more than equality: the cloud narrows a vector search by nothing else.
    """
    if query.range or query.order or query.limit or query.cursor:
        raise ValueError("the nearest are narrowed by equality alone")
    for index in vector_indexes():
        if (index.collection, index.equality, index.path) == (query.collection, frozenset(query.where), field):
            return index
    leading: list[dict[str, Any]] = [{"path": path, "order": ASCENDING} for path in query.where]
    raise _entry_missing(query.collection, [*leading, {"path": field, "vector": {"dimension": 384}}])


def ordered_field(query: Query) -> str | None:
    """The field that the results are ordered by: the order's, else the range's, else none (by id)."""
    if query.order and query.range and query.order.field != query.range.field:
        raise ValueError(f"the order must be on the range's field {query.range.field}, not {query.order.field}")
    if query.order:
        return query.order.field
    return query.range.field if query.range else None


def _refuse_rising(query: Query, *fields: str) -> None:
    if rising := RISING.intersection(fields):
        names = " and ".join(sorted(rising))
        raise IndexMissing(f"{names} of {query.collection} is read after equality alone, such as of clientId")


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
    return _entry_missing(query.collection, fields)


def _entry_missing(collection: str, fields: list[dict[str, Any]]) -> IndexMissing:
    entry = json.dumps({"collection": collection, "fields": fields})
    return IndexMissing(f"this query has no index; add to shared/platform/indexes.json: {entry}")
