"""The document port's queries as SQL over JSON text.

Names are written into the SQL after a check of their letters, because SQLite uses an index on an expression, or on a
part of a table, only where the query's text holds the very same expression. Values are always parameters.

Firestore's order of types is kept: null < booleans < numbers < strings < lists < objects
(https://firebase.google.com/docs/firestore/manage-data/data-types); a range compares within its bounds' type alone.
Lists and objects are ordered by their text.
"""

from dataclasses import dataclass, replace
from typing import Any

from shared.platform.adapters import cursor
from shared.platform.adapters.limits import check_collection, check_field_path
from shared.platform.indexes import EXPIRY_FIELD, Index, composite_indexes, ordered_field
from shared.platform.ports.documents import Query, Range

_RANK_OF_NUMBER, _RANK_OF_TEXT = 2, 3
TENANT = "clientId"  # nearly every query has it, so every collection is indexed by it
_INDEXES = tuple(index for index in composite_indexes() if EXPIRY_FIELD not in index.paths)  # it is a column here
_WITH_OWN_INDEXES = sorted({index.collection for index in _INDEXES})  # each begins with the tenant
_WITHOUT = f"collection NOT IN ({', '.join(repr(name) for name in _WITH_OWN_INDEXES)})"

Sql = tuple[str, list[Any]]


def index_statements() -> list[str]:
    """CREATE INDEX for each entry of `indexes.json`, and one by client for the collections that have none there."""
    by_client = (
        f"CREATE INDEX IF NOT EXISTS by_client ON documents (collection, {_value(TENANT)}, id) WHERE {_WITHOUT}"
    )
    return [by_client, *(_index_statement(index) for index in _INDEXES)]


def live(now: int) -> Sql:
    return "(expires_at IS NULL OR expires_at > ?)", [now]


@dataclass(frozen=True)
class _Sort:
    columns: tuple[str, ...]
    descending: bool
    present: str | None = None  # where neither bounds nor a cursor leave out documents without the field

    @property
    def order_by(self) -> str:
        return ", ".join(f"{column} {'DESC' if self.descending else 'ASC'}" for column in self.columns)

    @property
    def after(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f"({', '.join(self.columns)}) {'<' if self.descending else '>'} ({marks})"


def select(query: Query, now: int) -> Sql:
    """Rows of id, version, body and the sort values, one more than the limit to tell whether a page follows."""
    sort = _sort(query)
    position = None if query.cursor is None else cursor.decode(query, query.cursor, len(sort.columns))
    conditions, values = _matching(_narrowed(query, position, descending=sort.descending), now)
    if position is not None:
        conditions.append(sort.after)
        values += position
    elif sort.present is not None:
        conditions.append(sort.present)
    text = (
        f"SELECT id, version, body, {', '.join(sort.columns)} FROM {_source(query)}"  # noqa: S608 - see the module
        f" WHERE {' AND '.join(conditions)} ORDER BY {sort.order_by}"
    )
    if query.limit is not None:
        text += " LIMIT ?"
        values.append(query.limit + 1)
    return text, values


def _narrowed(query: Query, position: cursor.Position | None, *, descending: bool) -> Query:
    """With the range's bound drawn in to where the page before ended.

    Of an index on expressions SQLite takes one bound on each side, and none from a comparison of rows: it would walk
    from the range's own bound past all the pages before.
    """
    if position is None or query.range is None or not _bounds(query.range):
        return query
    bounds, last = query.range, position[0]
    near = (bounds.le, bounds.lt) if descending else (bounds.ge, bounds.gt)
    given = [bound for bound in near if bound is not None]
    if any(_rank_of(bounds.field, bound) != _rank_of(bounds.field, last) for bound in given):
        return query  # not a cursor of these bounds: nothing lies beyond it
    drawn_in = min([last, *given]) if descending else max([last, *given])
    if drawn_in != last or last in (bounds.lt, bounds.gt):
        return query
    if descending:
        return replace(query, range=replace(bounds, le=last, lt=None))
    return replace(query, range=replace(bounds, ge=last, gt=None))


def vectors(query: Query, field: str, now: int) -> Sql:
    """Rows of id and the field's vector as JSON, of the documents that have one."""
    conditions, values = _matching(query, now)
    conditions.append(f"{_type(field)} = 'array'")
    return f"SELECT id, {_value(field)} FROM {_source(query)} WHERE {' AND '.join(conditions)}", values  # noqa: S608


def aggregate(query: Query, fields: tuple[str, ...], now: int) -> Sql:
    """One row: the count, then for each field the sum and the average of its numbers."""
    conditions, values = _matching(query, now)
    columns = ["COUNT(*)"]
    for field in fields:
        number = f"CASE WHEN {_rank(field)} = {_RANK_OF_NUMBER} THEN {_value(field)} END"
        columns += [f"TOTAL({number})", f"AVG({number})"]
    return f"SELECT {', '.join(columns)} FROM {_source(query)} WHERE {' AND '.join(conditions)}", values  # noqa: S608


def _index_statement(index: Index) -> str:
    """Serves both directions: SQLite reads an index backwards as well."""
    *leading, last = index.paths
    columns = [*map(_value, leading), _rank(last), _sort_value(last), "id"]
    return (
        f"CREATE INDEX IF NOT EXISTS {_index_name(index)} ON documents ({', '.join(columns)})"
        f" WHERE collection = '{check_collection(index.collection)}'"
    )


def _index_name(index: Index) -> str:
    return f'"by_{index.collection}_{"_".join(index.paths)}"'


def _source(query: Query) -> str:
    """Names the index: without statistics SQLite would guess, and a wrong guess reads a client's whole collection."""
    index = _serving(query)
    return f"documents INDEXED BY {_index_name(index)}" if index else "documents"


def _serving(query: Query) -> Index | None:
    """The index with the most leading fields under equality; among equals the one that also brings the order."""
    best, best_score = None, (0, False)
    for index in _INDEXES:
        if index.collection == query.collection:
            score = _score(index, query)
            if score > best_score:
                best, best_score = index, score
    return best


def _score(index: Index, query: Query) -> tuple[int, bool]:
    *leading, last = index.paths
    equal = 0
    while equal < len(leading) and leading[equal] in query.where:
        equal += 1
    return equal, equal == len(leading) and last == ordered_field(query)


def _matching(query: Query, now: int) -> tuple[list[str], list[Any]]:
    condition, values = live(now)
    conditions = [f"collection = '{check_collection(query.collection)}'", condition]
    if query.collection not in _WITH_OWN_INDEXES:
        conditions.append(_WITHOUT)  # lets SQLite see that the index by client holds them
    for field, wanted in query.where.items():
        condition, more = _equal(field, wanted)
        conditions.append(condition)
        values += more
    if query.range is not None:
        for condition, bound in _bounds(query.range):
            conditions.append(condition)
            values.append(bound)
    return conditions, values


def _equal(field: str, wanted: Any) -> Sql:
    """The type is checked where JSON values of other types look the same to SQL."""
    if wanted is None:
        return f"({_value(field)} IS NULL AND {_type(field)} = 'null')", []
    if isinstance(wanted, bool):
        return f"({_value(field)} = ? AND {_type(field)} = ?)", [int(wanted), str(wanted).lower()]
    if isinstance(wanted, int | float):
        return f"({_value(field)} = ? AND {_type(field)} IN ('integer', 'real'))", [wanted]
    if not isinstance(wanted, str):
        raise ValueError(f"{field} can be compared with a single value alone, not {type(wanted).__name__}")
    if wanted.startswith(("[", "{")):
        return f"({_value(field)} = ? AND {_type(field)} = 'text')", [wanted]
    return f"{_value(field)} = ?", [wanted]


def _bounds(bounds: Range) -> list[tuple[str, Any]]:
    """Conditions with their values: the type, then each bound."""
    signs = ((">=", bounds.ge), (">", bounds.gt), ("<=", bounds.le), ("<", bounds.lt))
    given = [(sign, bound) for sign, bound in signs if bound is not None]
    types = dict.fromkeys(_rank_of(bounds.field, bound) for _, bound in given)
    return [
        *((f"{_rank(bounds.field)} = ?", type_) for type_ in types),
        *((f"{_sort_value(bounds.field)} {sign} ?", bound) for sign, bound in given),
    ]


def _rank_of(field: str, bound: Any) -> int:
    if isinstance(bound, str):
        return _RANK_OF_TEXT
    if isinstance(bound, int | float) and not isinstance(bound, bool):
        return _RANK_OF_NUMBER
    raise ValueError(f"the range of {field} takes numbers or strings, not {type(bound).__name__}")


def _sort(query: Query) -> _Sort:
    """By value, then id in the same direction, as Firestore does. Within bounds the type is the same for all."""
    field = ordered_field(query)
    descending = query.order is not None and query.order.descending
    if field is None:
        return _Sort(("id",), descending)
    if query.range is not None and _bounds(query.range):
        return _Sort((_sort_value(field), "id"), descending)
    return _Sort((_rank(field), _sort_value(field), "id"), descending, present=f"{_rank(field)} >= 0")


def _path(field: str) -> str:
    return "'$" + "".join(f'."{name}"' for name in check_field_path(field).split(".")) + "'"


def _value(field: str) -> str:
    return f"json_extract(body, {_path(field)})"


def _type(field: str) -> str:
    return f"json_type(body, {_path(field)})"


def _sort_value(field: str) -> str:
    """Never NULL, which compares with nothing: a page that ends on a null could not be continued."""
    return f"COALESCE({_value(field)}, 0)"


def _rank(field: str) -> str:
    return (
        f"CASE {_type(field)} WHEN 'null' THEN 0 WHEN 'true' THEN 1 WHEN 'false' THEN 1 WHEN 'integer' THEN 2"
        " WHEN 'real' THEN 2 WHEN 'text' THEN 3 WHEN 'array' THEN 4 WHEN 'object' THEN 5 END"
    )
