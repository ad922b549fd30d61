"""How SQLite serves a query: the plan, and how many rows it reads for each that it returns."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from shared.platform.adapters import sqlite_query
from shared.platform.adapters.sqlite_file import micros
from shared.platform.indexes import require_index
from shared.platform.ports.documents import Query

_COUNTED = "row_was_read(documents.rowid) AND "


@dataclass(frozen=True)
class Explanation:
    """`rows_returned` counts the one row beyond the limit that tells whether a page follows."""

    plan: tuple[str, ...]
    rows_read: int
    rows_returned: int
    duration_ms: float


def explain(path: Path, query: Query, now: datetime) -> Explanation:
    """Runs the very statement that the adapter would run. Raises `IndexMissing`, ValueError as the adapter does."""
    require_index(query)
    sql, values = sqlite_query.select(query, micros(now))
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    try:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        started = perf_counter()
        returned = len(connection.execute(sql, values).fetchall())
        duration_ms = (perf_counter() - started) * 1000
        read = _rows_read(connection, sql, values)
    finally:
        connection.close()
    return Explanation(tuple(detail for *_, detail in plan), read, returned, duration_ms)


def _rows_read(connection: sqlite3.Connection, sql: str, values: list[Any]) -> int:
    """Counted by a first condition that is always true: SQLite tests it once for every row that it comes to."""
    read = 0

    def row_was_read(_: int) -> int:
        nonlocal read
        read += 1
        return 1

    connection.create_function("row_was_read", 1, row_was_read)
    connection.execute(sql.replace(" WHERE ", f" WHERE {_COUNTED}", 1), values).fetchall()
    return read
