"""A backup of one machine, taken while it serves."""

import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

from shared.platform.adapters.folder_backups import durable, manifest, snapshot
from shared.platform.adapters.folder_backups.contents import DATABASES, plain_files
from shared.platform.adapters.folder_backups.manifest import Manifest
from shared.platform.adapters.folder_backups.one_at_a_time import one_at_a_time
from shared.platform.ports.backups import BackupFailed
from shared.platform.ports.clock import Clock

INCOMPLETE = ".incomplete-"


def back_up(data_dir: Path, version: str, clock: Clock, to: Path) -> Manifest:
    """Makes the folder `to`, whole or not at all. Raises `BackupFailed`, `BackupRunning`."""
    try:
        with one_at_a_time(to.parent):
            return make(data_dir, version, clock, to)
    except OSError as error:
        raise BackupFailed(f"The backup could not be taken: {error}.") from error


def make(data_dir: Path, version: str, clock: Clock, to: Path) -> Manifest:
    """For who holds the lock of `to.parent`. Raises `BackupFailed`."""
    if not (data_dir / DATABASES[0]).exists():
        raise BackupFailed(f"There is nothing in {data_dir} to back up.")
    if to.exists():
        raise BackupFailed(f"{to} is there already.")
    try:
        return _made(data_dir, version, clock, to)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"The backup could not be taken: {error}.") from error


def _made(data_dir: Path, version: str, clock: Clock, to: Path) -> Manifest:
    for left_behind in to.parent.glob(f"{INCOMPLETE}*"):
        durable.discard(left_behind)
    incomplete = to.parent / f"{INCOMPLETE}{uuid4().hex}"
    incomplete.mkdir(mode=0o700)
    try:
        taken_at = clock()
        snapshot.copy([data_dir / name for name in DATABASES], incomplete)
        for path in plain_files(data_dir):
            _copy(data_dir / path, incomplete / path)
        described = manifest.describe(incomplete, taken_at, version)
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
