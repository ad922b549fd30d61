"""A backup of one machine, taken while it serves."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from local.ops import durable, manifest, snapshot
from local.ops.kept import DATABASES, plain_files, require_one_machine
from local.ops.manifest import Manifest
from local.ops.refused import Refused
from shared.platform.ports.clock import Clock
from shared.platform.settings import Settings

_INCOMPLETE = ".incomplete-"


def back_up(settings: Settings, clock: Clock, to: Path) -> Manifest:
    """Makes the folder `to`, whole or not at all. Raises `Refused`."""
    require_one_machine(settings)
    if not (settings.data_dir / DATABASES[0]).exists():
        raise Refused(f"There is nothing in {settings.data_dir} to back up.")
    if to.exists():
        raise Refused(f"{to} is there already.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with _the_only_one(to.parent):
            return _made(settings, clock, to)
    except (OSError, sqlite3.Error) as error:
        raise Refused(f"The backup could not be taken: {error}.") from error


def _made(settings: Settings, clock: Clock, to: Path) -> Manifest:
    for left_behind in to.parent.glob(f"{_INCOMPLETE}*"):
        durable.discard(left_behind)
    incomplete = to.parent / f"{_INCOMPLETE}{uuid4().hex}"
    incomplete.mkdir(mode=0o700)
    try:
        taken_at = clock()
        snapshot.copy([settings.data_dir / name for name in DATABASES], incomplete)
        for path in plain_files(settings.data_dir):
            _copy(settings.data_dir / path, incomplete / path)
        described = manifest.describe(incomplete, taken_at, settings.version)
        manifest.write(incomplete, described)
        durable.flush(incomplete)
        durable.move(incomplete, to)
        return described
    finally:
        durable.discard(incomplete)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)  # erased since the folder was read


@contextmanager
def _the_only_one(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused("Another backup is being taken right now.") from None
    finally:
        os.close(descriptor)
