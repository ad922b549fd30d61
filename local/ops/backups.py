"""Backups of one machine, for the command line and for a stack that serves."""

from pathlib import Path

from local.ops.refused import Refused
from shared.accounts.scope import SYSTEM
from shared.maintenance.daily_backup import daily_backup
from shared.platform import log
from shared.platform.adapters.folder_backups import taking
from shared.platform.adapters.folder_backups.backups import FOLDER
from shared.platform.adapters.folder_backups.manifest import Manifest
from shared.platform.ports.backups import Backup, BackupProblem
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import DocumentError
from shared.platform.settings import SettingError, Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import folder_backups


def require_one_machine(settings: Settings) -> None:
    """Raises `Refused` on Google Cloud, whose own backups docs/disaster-recovery.md describes."""
    if settings.google is not None:
        raise Refused("This copies one machine's files. For Firestore see docs/disaster-recovery.md.")


def back_up(settings: Settings, clock: Clock, to: Path) -> Manifest:
    """Makes the folder `to`, whole or not at all. Raises `Refused`, `BackupProblem`."""
    require_one_machine(settings)
    return taking.back_up(settings.data_dir, settings.version, clock, to)


def back_up_and_prune(settings: Settings, clock: Clock) -> tuple[Path, Backup]:
    """A new backup among the dated ones; only then the oldest go. Raises `Refused`, `BackupProblem`."""
    require_one_machine(settings)
    taken = folder_backups(settings, clock).take()
    return settings.data_dir / FOLDER / taken.id, taken


def backup_when_due(platform: Platform) -> Backup | None:
    """Takes and verifies today's backup where there is none yet; asking costs one look into a folder.

    For the loop of a process that serves: what goes wrong is logged and leaves None, to be tried when it asks again.
    """
    system = ClientDocuments(platform.documents, SYSTEM)
    try:
        return daily_backup(platform.backups(), system, platform.clock)
    except (BackupProblem, SettingError, DocumentError) as error:
        log.error("backup failed", reason=str(error))
        return None
