"""An SQLite file that threads and processes share.

WAL mode with synchronous=NORMAL: what was committed survives the death of the process (kill -9); a power cut or a
crash of the machine may lose the last moments, never the file's integrity (https://sqlite.org/pragma.html#pragma_synchronous).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.platform.ports.documents import StoreUnavailable

BUSY_TIMEOUT_S = 5.0
_CHECKPOINT_PAGES = 4000  # 16 MB: a checkpoint waits for the disk, so it comes seldom
_FORGET_WAIT_MS = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_ANSWER = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}


def micros(at: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def from_micros(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)


class _OfThread(threading.local):
    def __init__(self) -> None:
        self.connections: dict[int, sqlite3.Connection] = {}


class SqliteFile:
    """Gives each thread a connection to read by, and all threads of a process one to write by.

    One writing connection keeps its pages in memory; with one for each thread, every write would make the others
    read them anew. Writers of a process queue at a lock, which wakes the next at once; between processes SQLite
    itself waits, both up to the timeout.
    """

    def __init__(self, path: Path, schema: Sequence[str], busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        """Makes the file and its tables where they are missing. Raises `StoreUnavailable`."""
        self._path = path
        self._timeout_s = busy_timeout_s
        self._readers = _OfThread()
        self._writers: dict[int, sqlite3.Connection] = {}
        self._writing = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.write() as connection:
            for statement in schema:
                connection.execute(statement)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """For single statements, each of which sees one moment of the file. Raises `StoreUnavailable`."""
        with _answering():
            yield self._of_process(self._readers.connections)

    @contextmanager
    def write_once(self) -> Iterator[sqlite3.Connection]:
        """For one statement, which is a transaction by itself: three times fewer calls. Raises `StoreUnavailable`."""
        with _answering(), self._turn():
            yield self._of_process(self._writers)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, committed at the end and rolled back on any error. Raises `StoreUnavailable`."""
        with _answering(), self._turn():
            connection = self._of_process(self._writers)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def forget(self) -> None:
        """Empties the write-ahead log, where deleted text would lie until it is written over; when readers are in
        the way, the next call does."""
        with self.write_once() as connection:
            connection.execute(f"PRAGMA busy_timeout = {_FORGET_WAIT_MS}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute(f"PRAGMA busy_timeout = {round(self._timeout_s * 1000)}")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=self._timeout_s):
            raise StoreUnavailable("other writers did not finish in time")
        try:
            yield
        finally:
            self._writing.release()

    def _of_process(self, kept: dict[int, sqlite3.Connection]) -> sqlite3.Connection:
        """A connection must not cross a fork, so each is kept with the process that opened it."""
        connection = kept.get(os.getpid())
        if connection is None:
            connection = kept[os.getpid()] = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        """Threads take turns at the writing connection, so it may pass between them."""
        connection = sqlite3.connect(
            self._path, timeout=self._timeout_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what was deleted is written over with zeros
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        return connection


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _NO_ANSWER:
            raise StoreUnavailable(str(error)) from error
        raise
