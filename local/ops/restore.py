"""A backup put back in place of what a data folder holds.

All that may fail happens in a staging folder. Its renaming to `restoring` is the decision; what follows is moves
alone, each of which is left out when it was done before, so that `finish` ends whatever was cut short.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from local.ops import in_use
from local.ops.backups import require_one_machine
from local.ops.refused import Refused
from local.ops.rights import DoneAgain, ReceiptsUnreadable, asked_in, do_again
from shared.platform.adapters.folder_backups import durable, manifest, snapshot
from shared.platform.adapters.folder_backups.contents import DOCUMENTS, FILES
from shared.platform.adapters.folder_backups.manifest import Manifest
from shared.platform.ports.clock import Clock
from shared.platform.settings import Settings

RESTORING, ASIDE = "restoring", "before-restore-"
_STAGING = ".restore-"
_LOGS = ("-wal", "-shm", "")  # what SQLite may keep beside a file, and the file itself


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    aside: Path | None  # where the earlier data lies; None when there was none
    done_again: DoneAgain | None  # None: nobody could tell what was asked for, the earlier data being unreadable


def restore(settings: Settings, clock: Clock, backup: Path) -> Restored:
    """Whole or not at all. Raises `Refused` when the stack runs on the data, `Damaged` for such a backup."""
    require_one_machine(settings)
    with in_use.alone(settings.data_dir):
        finish(settings.data_dir)
        manifest.check(backup)
        try:
            return _restored(settings.data_dir, clock, backup)
        except OSError as error:
            raise Refused(f"The backup could not be restored: {error}.") from error


def finish(data_dir: Path) -> Path | None:
    """Ends a restore that was decided and then cut short; returns where the earlier data lies."""
    restoring = data_dir / RESTORING
    if not restoring.exists():
        return None
    aside = next(restoring.glob(f"{ASIDE}*"), None)
    for new in sorted((restoring / "new").iterdir()):
        for log in _LOGS:
            if aside is not None and (old := data_dir / f"{new.name}{log}").exists():
                durable.move(old, aside / old.name)
        durable.move(new, data_dir / new.name)
    kept = _kept_aside(data_dir, aside)
    durable.discard(restoring)
    return kept


def _kept_aside(data_dir: Path, aside: Path | None) -> Path | None:
    if aside is None or not any(aside.iterdir()):
        return None
    durable.move(aside, data_dir / aside.name)
    return data_dir / aside.name


def _restored(data_dir: Path, clock: Clock, backup: Path) -> Restored:
    for left_behind in data_dir.glob(f"{_STAGING}*"):
        durable.discard(left_behind)
    staging = data_dir / f"{_STAGING}{uuid4().hex}"
    new = staging / "new"
    try:
        shutil.copytree(backup, new)
        copied = manifest.check(new)
        (new / manifest.NAME).unlink()
        (new / FILES).mkdir(exist_ok=True)
        (staging / f"{ASIDE}{clock().astimezone():%Y-%m-%dT%H%M%S}").mkdir(mode=0o700)
        done_again = _rights_kept(data_dir / DOCUMENTS, new / DOCUMENTS, staging, clock)
        durable.flush(staging)
        durable.move(staging, data_dir / RESTORING)
    finally:
        durable.discard(staging)
    return Restored(copied, finish(data_dir), done_again)


def _rights_kept(present: Path, restored: Path, staging: Path, clock: Clock) -> DoneAgain | None:
    """Worked on in a copy, whose log stays behind with it: one file alone is moved in the end."""
    try:
        asked = asked_in(present)
    except ReceiptsUnreadable:
        return None
    if not asked:
        return DoneAgain(0, 0)
    copied = staging / "rights" / restored.name
    copied.parent.mkdir()
    shutil.copy2(restored, copied)
    done = do_again(copied, asked, clock)
    snapshot.copy([copied], restored.parent)
    durable.discard(copied.parent)
    return done
