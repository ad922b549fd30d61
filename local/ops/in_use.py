"""Who uses a data folder: those who serve share it, a restore needs it alone.

Two checks, since either may be missing: a lock that the stack holds while it runs, and SQLite's own, which every
process has that keeps a database open (https://sqlite.org/pragma.html#pragma_locking_mode).
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from local.ops.refused import Refused
from shared.platform.adapters.folder_backups.contents import DATABASES

LOCK = ".in-use"


def hold(data_dir: Path) -> int:
    """For a process that serves: the lock is held until the process ends. Raises `Refused` during a restore."""
    descriptor = _descriptor(data_dir)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Refused(f"{data_dir} is being restored: start again when that is done.") from None
    return descriptor


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Nobody serves from the folder and nobody can begin to. Raises `Refused`."""
    data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = _descriptor(data_dir)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for name in DATABASES:
            _require_closed(data_dir / name)
        yield
    except BlockingIOError:
        raise _running(data_dir) from None
    finally:
        os.close(descriptor)


def _require_closed(database: Path) -> None:
    """A damaged database cannot be in use, and is just what is to be replaced."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _running(database.parent) from None
            raise
        except sqlite3.DatabaseError:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")


def _descriptor(data_dir: Path) -> int:
    return os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _running(data_dir: Path) -> Refused:
    return Refused(f"The stack is running on {data_dir}: stop it first.")
