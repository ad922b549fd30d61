"""One moment of several SQLite files, copied while others write to them.

The files are held still for the blink in which a reader is begun on each; from then on each reader sees that moment,
whatever is written meanwhile (https://sqlite.org/isolation.html). A copy is so what a process killed at that moment
would have left behind, which is what the product recovers from.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

_WAIT_S = 5.0


def copy(databases: Sequence[Path], to: Path) -> None:
    """Raises `sqlite3.Error`. No file is opened but by SQLite: any other open and close would drop its locks."""
    with _one_moment(databases) as readers:
        for database, reader in zip(databases, readers, strict=True):
            with closing(sqlite3.connect(to / database.name)) as target:
                reader.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


@contextmanager
def _one_moment(databases: Sequence[Path]) -> Iterator[list[sqlite3.Connection]]:
    with ExitStack() as opened:
        readers = [opened.enter_context(closing(_connected(database))) for database in databases]
        with ExitStack() as still:
            for database in databases:
                writer = still.enter_context(closing(_connected(database)))
                writer.execute("BEGIN IMMEDIATE")
            for reader in readers:
                reader.execute("BEGIN")
                reader.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        yield readers


def _connected(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT_S, isolation_level=None)
