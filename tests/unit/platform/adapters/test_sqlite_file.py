import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.platform.adapters.sqlite_file import SqliteFile, from_micros, micros
from shared.platform.ports.documents import StoreUnavailable

SCHEMA = ["CREATE TABLE IF NOT EXISTS t (n INTEGER)"]


def _count(file: SqliteFile) -> int:
    with file.read() as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM t").fetchone()
    return int(count)


def test_an_error_rolls_the_whole_transaction_back(tmp_path: Path) -> None:
    file = SqliteFile(tmp_path / "new" / "f.sqlite", SCHEMA)
    with pytest.raises(KeyError), file.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        raise KeyError
    assert _count(file) == 0
    with file.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    assert _count(file) == 1


def test_a_writer_that_waits_too_long_finds_the_store_unavailable(tmp_path: Path) -> None:
    file = SqliteFile(tmp_path / "f.sqlite", SCHEMA, busy_timeout_s=0.05)
    other = sqlite3.connect(tmp_path / "f.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"), file.write():
        pass
    assert _count(file) == 0  # readers are not held up
    other.execute("ROLLBACK")
    with file.write() as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    assert _count(file) == 1


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "f.sqlite").mkdir()
    with pytest.raises(StoreUnavailable):
        SqliteFile(tmp_path / "f.sqlite", SCHEMA)


def test_a_mistake_in_a_statement_is_not_taken_for_an_outage(tmp_path: Path) -> None:
    file = SqliteFile(tmp_path / "f.sqlite", SCHEMA)
    with pytest.raises(sqlite3.OperationalError, match="no such table"), file.read() as connection:
        connection.execute("SELECT * FROM absent")


def test_each_thread_has_a_connection_of_its_own(tmp_path: Path) -> None:
    file = SqliteFile(tmp_path / "f.sqlite", SCHEMA)
    seen: list[sqlite3.Connection] = []

    def look() -> None:
        for _ in range(2):
            with file.read() as connection:
                seen.append(connection)

    for thread in [threading.Thread(target=look) for _ in range(2)]:
        thread.start()
        thread.join()
    assert seen[0] is seen[1]
    assert seen[2] is seen[3]
    assert seen[0] is not seen[2]


_OPENER = """
import sys
from pathlib import Path
from shared.platform.adapters.sqlite_file import SqliteFile
file = SqliteFile(Path(sys.argv[1]), ["CREATE TABLE IF NOT EXISTS t (n INTEGER)"])
for n in range(20):
    with file.write() as connection:
        connection.execute("INSERT INTO t VALUES (?)", (n,))
"""


def test_processes_that_open_a_new_file_at_once_share_it(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    openers = [subprocess.Popen([sys.executable, "-c", _OPENER, str(path)]) for _ in range(4)]
    assert [opener.wait(timeout=60) for opener in openers] == [0] * 4
    assert _count(SqliteFile(path, SCHEMA)) == 80


def test_micros_are_exact_both_ways() -> None:
    at = datetime(2026, 11, 22, 10, 0, 0, 123_457, tzinfo=UTC)
    assert from_micros(micros(at)) == at
    assert micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1_000_000
