"""That today's backup exists and could be restored."""

from shared.maintenance.newest_backup import NewestBackup
from shared.platform import log
from shared.platform.ports.backups import Backup, BackupFailed, Backups, NotSupportedHere
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments


def daily_backup(backups: Backups, system: ClientDocuments, clock: Clock) -> Backup | None:
    """Today's by the machine's own date: taken and verified unless that was done before. None: the cloud has its own.

    `system`: the platform's own documents, where the newest that can be relied on is remembered for the health check.
    Raises `BackupProblem`; a backup found damaged is `BackupFailed`, and the next call takes another.
    """
    try:
        backup = _of_today(backups, clock) or _taken(backups)
        if not backup.can_be_relied_on:
            backup = backups.verify(backup.id)
    except NotSupportedHere:
        backup = None
    NewestBackup(system).remember(backups.list())
    if backup and backup.verified and not backup.verified.ok:
        raise BackupFailed(f"The backup {backup.id} is damaged: {'; '.join(backup.verified.problems)}.")
    return backup


def _of_today(backups: Backups, clock: Clock) -> Backup | None:
    """Damaged ones left out."""
    today = clock().astimezone().date()
    usable = (one for one in backups.list() if one.verified is None or one.verified.ok)
    return next((one for one in usable if one.taken_at.astimezone().date() == today), None)


def _taken(backups: Backups) -> Backup:
    taken = backups.take()
    log.info("backup taken", backup=taken.id, documents=taken.documents)
    return taken
