"""The backups of a data folder: where they lie, how many are kept."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from shared.platform.adapters.folder_backups import durable, manifest, outcome, verifying
from shared.platform.adapters.folder_backups.manifest import Damaged, Manifest
from shared.platform.adapters.folder_backups.one_at_a_time import one_at_a_time
from shared.platform.adapters.folder_backups.taking import INCOMPLETE, make
from shared.platform.ports.backups import Backup, BackupFailed, BackupRunning, BackupUnknown, Verification
from shared.platform.ports.clock import Clock

FOLDER = "backups"
_ID = re.compile(r"\d{4}-\d\d-\d\dT\d{6}")


class FolderBackups:
    """Implements `Backups`. Each lies in `DATA_DIR/backups/`, named by the machine's own date and time, so that
    `date +%Y-%m-%d` finds today's."""

    def __init__(self, data_dir: Path, version: str, clock: Clock, keep: Callable[[], int]) -> None:
        """`keep` says how many are kept, when one is taken."""
        self._data_dir = data_dir
        self._folder = data_dir / FOLDER
        self._version = version
        self._clock = clock
        self._keep = keep

    def list(self) -> list[Backup]:
        return [_described(path) for path in reversed(self.paths())]

    def take(self) -> Backup:
        keep, to = self._keep(), self._folder / backup_id(self._clock())
        try:
            with one_at_a_time(self._folder):
                if to.exists():
                    raise BackupRunning("A backup was taken in this very second: try again shortly.")
                taken = make(self._data_dir, self._version, self._clock, to)
                for old in _surplus(self.list(), keep):
                    _remove(self._folder / old.id)
        except OSError as error:
            raise BackupFailed(f"The backup could not be taken: {error}.") from error
        return _backup(to, taken)

    def verify(self, id: str) -> Backup:
        path = self.path(id)
        try:
            with one_at_a_time(self._folder):
                if not path.is_dir():
                    raise BackupUnknown(f"There is no backup {id}.")
                problems = verifying.problems_of(path)
                outcome.keep(path, Verification(self._clock(), tuple(problems)))
                return _described(path)
        except OSError as error:
            raise BackupFailed(f"The backup could not be verified: {error}.") from error

    def path(self, id: str) -> Path:
        """Where it lies. Raises `BackupUnknown` for what can be no backup's id."""
        if not _ID.fullmatch(id):
            raise BackupUnknown(f"There is no backup {id!r}.")
        return self._folder / id

    def paths(self) -> Sequence[Path]:
        """The oldest first."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(path for path in found if _ID.fullmatch(path.name))


def backup_id(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%dT%H%M%S}"


def _described(path: Path) -> Backup:
    """By its manifest; one whose manifest cannot be read is listed as damaged, so that somebody sees it."""
    try:
        return _backup(path, manifest.read(path))
    except Damaged:
        return _unreadable(path)


def _backup(path: Path, said: Manifest) -> Backup:
    return Backup(path.name, said.taken_at, said.size_bytes, said.documents, said.collections, outcome.kept(path))


def _unreadable(path: Path) -> Backup:
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    damaged = Verification(at, (f"its {manifest.NAME} cannot be read",))
    return Backup(path.name, at, 0, 0, {}, outcome.kept(path) or damaged)


def _surplus(backups: Sequence[Backup], keep: int) -> Sequence[Backup]:
    """Of those newest first, the ones beyond `keep`; what was found damaged drives no whole one out."""
    damaged = [backup for backup in backups if backup.verified is not None and not backup.verified.ok]
    whole = [backup for backup in backups if backup not in damaged]
    return [*whole[keep:], *damaged[keep:]]


def _remove(backup: Path) -> None:
    """Under another name first: what is half removed must not look like a backup."""
    going = backup.with_name(f"{INCOMPLETE}{uuid4().hex}")
    durable.move(backup, going)
    outcome.forget(backup)
    durable.discard(going)
