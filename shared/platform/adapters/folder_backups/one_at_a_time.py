"""Backups are taken, verified and removed by one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.platform.ports.backups import BackupRunning

LOCK = ".lock"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """The lock goes with the process that holds it. Raises `BackupRunning`."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupRunning("Another backup is being taken or verified right now: try again shortly.") from None
    finally:
        os.close(descriptor)
