"""The newest backup that can be relied on, as the health check reads it: one document, wherever backups lie."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.platform.ports.backups import Backup
from shared.platform.ports.clock import parse_timestamp, timestamp
from shared.platform.tenant import ClientDocuments

BACKUPS = "backups"
STALE_AFTER = timedelta(hours=26)  # a day, and time for the daily one to be taken and verified

State = Literal["ok", "stale", "none"]


@dataclass(frozen=True)
class BackupAge:
    """Of the newest verified backup; `age_hours` is None without one."""

    state: State
    age_hours: float | None


def age_of(taken_at: datetime | None, now: datetime) -> BackupAge:
    if taken_at is None:
        return BackupAge("none", None)
    age = max(now - taken_at, timedelta())
    return BackupAge("stale" if age > STALE_AFTER else "ok", round(age.total_seconds() / 3600, 1))


def newest_of(backups: Iterable[Backup]) -> Backup | None:
    """The newest that can be relied on."""
    return max((one for one in backups if one.can_be_relied_on), key=lambda one: one.taken_at, default=None)


class NewestBackup:
    """In the platform's own documents."""

    def __init__(self, system: ClientDocuments) -> None:
        self._documents = system
        self._id = f"{system.client_id}:newest"

    def remember(self, backups: Iterable[Backup]) -> None:
        """Writes only what has changed; without any, what was remembered is gone as well."""
        newest, kept = newest_of(backups), self._documents.get(BACKUPS, self._id)
        if newest is None:
            if kept is not None:
                self._documents.delete(BACKUPS, self._id)
            return
        body = {"backupId": newest.id, "takenAt": timestamp(newest.taken_at)}
        if kept is None or body.items() - kept.body.items():
            self._documents.replace(BACKUPS, self._id, body)

    def taken_at(self) -> datetime | None:
        """Raises `StoreUnavailable`."""
        kept = self._documents.get(BACKUPS, self._id)
        return parse_timestamp(kept.body["takenAt"]) if kept else None
