"""The backups of a data folder: where they lie, how many are kept, and that today's exists."""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from local.ops import durable
from local.ops.backup import back_up
from local.ops.manifest import Manifest
from local.ops.refused import Refused
from shared.platform import log
from shared.platform.ports.clock import Clock
from shared.platform.settings import SettingError, Settings

FOLDER = "backups"
# Receipts of erasures are kept for 30 days: an older backup would bring back whom nobody remembers to erase.
_MOST_KEPT = 30
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}")


def place(settings: Settings, at: datetime) -> Path:
    """Named by the machine's own date and time, so that `date +%Y-%m-%d` finds today's."""
    return settings.data_dir / FOLDER / f"{at.astimezone():%Y-%m-%dT%H%M%S}"


def listed(settings: Settings) -> list[Path]:
    """The oldest first."""
    folder = settings.data_dir / FOLDER
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if _NAME.fullmatch(path.name))


def back_up_and_prune(settings: Settings, clock: Clock, keep: int) -> tuple[Path, Manifest]:
    """A new backup; only then the oldest beyond `keep` go. Raises `Refused`."""
    to = place(settings, clock())
    taken = back_up(settings, clock, to)
    for old in listed(settings)[:-keep]:
        _remove(old)
    return to, taken


def backup_when_due(settings: Settings, clock: Clock) -> Path | None:
    """Takes today's backup where there is none yet; asking costs one look into a folder.

    For the loop of a process that serves: what goes wrong is logged and leaves None, to be tried when it asks again.
    """
    today = f"{clock().astimezone():%Y-%m-%d}"
    if settings.google is not None or any(path.name.startswith(today) for path in listed(settings)):
        return None
    try:
        to, taken = back_up_and_prune(settings, clock, backups_kept())
    except (Refused, SettingError) as error:
        log.error("backup failed", reason=str(error))
        return None
    log.info("backup taken", documents=taken.documents, folder=str(to))
    return to


def backups_kept(env: Mapping[str, str] = os.environ) -> int:
    text = env.get("BACKUPS_KEPT") or "14"
    if not text.isdecimal() or not 0 < int(text) <= _MOST_KEPT:
        raise SettingError(f"BACKUPS_KEPT must be a number from 1 to {_MOST_KEPT}, not {text!r}.")
    return int(text)


def _remove(backup: Path) -> None:
    """Under another name first: what is half removed must not look like a backup."""
    going = backup.with_name(f".incomplete-{uuid4().hex}")
    durable.move(backup, going)
    durable.discard(going)
