"""One moment of several databases."""

import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from shared.platform.adapters.folder_backups import snapshot


def _database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE numbers (n INTEGER)")
    return path


def _last(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT COALESCE(MAX(n), 0) FROM numbers").fetchone()[0])


def test_the_copies_are_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """J10: a number goes to the first file and then to the second, so the second is never ahead nor more than one
    behind."""
    databases = [_database(tmp_path / "first.sqlite"), _database(tmp_path / "second.sqlite")]
    stop = threading.Event()

    def write() -> None:
        opened = [sqlite3.connect(database, isolation_level=None) for database in databases]
        number = 0
        while not stop.is_set():
            number += 1
            for connection in opened:
                connection.execute("INSERT INTO numbers VALUES (?)", (number,))
        for connection in opened:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    for round in range(15):
        to = tmp_path / f"copy-{round}"
        to.mkdir()
        snapshot.copy(databases, to)
        seen.append((_last(to / "first.sqlite"), _last(to / "second.sqlite")))
    stop.set()
    writer.join()
    assert seen[-1][0] > seen[0][0], "the writer stood still"
    assert all(0 <= first - second <= 1 for first, second in seen), seen


def test_a_copy_is_one_file(tmp_path: Path) -> None:
    to = tmp_path / "copy"
    to.mkdir()
    snapshot.copy([_database(tmp_path / "one.sqlite")], to)
    assert [path.name for path in to.iterdir()] == ["one.sqlite"]


def test_a_missing_database_is_no_empty_copy(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        snapshot.copy([tmp_path / "absent.sqlite"], tmp_path)


def test_nobody_writes_between_the_beginnings_of_the_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """J10: what is published after a document was stored never lies in a backup without that document."""
    databases = [_database(tmp_path / "first.sqlite"), _database(tmp_path / "second.sqlite")]
    numbers = iter(range(1, 10))

    class Interrupted(sqlite3.Connection):
        """Somebody else tries to write to both files just before each reader begins."""

        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if sql == "BEGIN":
                _write_both(databases, next(numbers))
            return super().execute(sql, *values)  # type: ignore[arg-type]

    def connected(database: Path) -> sqlite3.Connection:
        return sqlite3.connect(database, isolation_level=None, factory=Interrupted)

    monkeypatch.setattr(snapshot, "_connected", connected)
    to = tmp_path / "copy"
    to.mkdir()
    snapshot.copy(databases, to)
    assert _last(to / "first.sqlite") == _last(to / "second.sqlite")


def _write_both(databases: list[Path], number: int) -> None:
    for database in databases:
        other = sqlite3.connect(database, isolation_level=None, timeout=0)
        with closing(other), suppress(sqlite3.OperationalError):
            other.execute("INSERT INTO numbers VALUES (?)", (number,))
