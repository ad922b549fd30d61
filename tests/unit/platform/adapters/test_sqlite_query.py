"""That queries are answered from indexes: SQLite's own plan of each shape."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from shared.platform.adapters.cursor import encode
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_query import aggregate, select
from shared.platform.ports.documents import Order, Query, Range
from tests.support import SteppedClock

MINE = {"clientId": "one"}
DOWN = Order("createdAt", descending=True)
IN_SESSION = {"sessionId": "s", "clientId": "one"}


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    SqliteDocuments(tmp_path / "documents.sqlite", SteppedClock())
    return sqlite3.connect(tmp_path / "documents.sqlite")


def _plan(connection: sqlite3.Connection, sql: str, values: list[object]) -> str:
    return " | ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (Query("sessions", MINE, order=DOWN, limit=20), "by_sessions_clientId_createdAt (<expr>=? AND <expr>>?)"),
        (
            Query("sessions", MINE, Range("createdAt", ge="2026"), DOWN, 20),
            "by_sessions_clientId_createdAt (<expr>=? AND <expr>=? AND <expr>>?)",
        ),
        (
            Query("messages", IN_SESSION, order=Order("at")),
            "by_messages_clientId_sessionId_at (<expr>=? AND <expr>=?",
        ),
        (Query("articles", MINE, limit=20), "by_client (collection=? AND <expr>=?)"),
    ],
)
def test_ordered_results_are_read_from_the_index_without_sorting(
    connection: sqlite3.Connection, query: Query, index: str
) -> None:
    plan = _plan(connection, *select(query, 0))
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


def test_equality_alone_uses_the_longest_index(connection: sqlite3.Connection) -> None:
    assert "by_messages_clientId_sessionId_at (<expr>=? AND <expr>=?)" in _plan(
        connection, *select(Query("messages", IN_SESSION), 0)
    )


def test_counting_a_range_reads_the_range_alone(connection: sqlite3.Connection) -> None:
    query = Query("sessions", MINE, Range("createdAt", ge="2026", lt="2027"))
    plan = _plan(connection, *aggregate(query, (), 0))
    assert "by_sessions_clientId_createdAt (<expr>=? AND <expr>=? AND <expr>>? AND <expr><?)" in plan


@pytest.mark.parametrize(
    ("descending", "bounds", "drawn_in"),
    [
        (True, {"ge": "2026-01", "lt": "2026-12"}, ("2026-01", "2026-06")),
        (False, {"ge": "2026-01", "lt": "2026-12"}, ("2026-06", "2026-12")),
        (True, {"ge": "2026-01"}, ("2026-01", "2026-06")),
    ],
)
def test_a_later_page_is_read_from_where_the_one_before_ended(
    descending: bool, bounds: dict[str, str], drawn_in: tuple[str, str]
) -> None:
    """Else each page of a long list would walk past all those before it."""
    query = Query("sessions", MINE, Range("createdAt", **bounds), Order("createdAt", descending), 20)
    _, values = select(replace(query, cursor=encode(query, ["2026-06", "s-1"])), 0)
    assert tuple(values[3:5]) == drawn_in
    assert values[5:] == ["2026-06", "s-1", 21]


@pytest.mark.parametrize("position", ["2027", "2026-12", 9e99])
def test_a_made_up_cursor_does_not_reach_beyond_the_range(position: str | float) -> None:
    query = Query("sessions", MINE, Range("createdAt", ge="2026-01", lt="2026-12"), DOWN, 20)
    _, values = select(replace(query, cursor=encode(query, [position, "s-1"])), 0)
    assert values[3:5] == ["2026-01", "2026-12"]
