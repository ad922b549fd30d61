"""Backups, as the administrators of the platform see them."""

from typing import Annotated, Literal

from pydantic import Field

from shared.maintenance.newest_backup import BackupAge
from shared.platform.ports.backups import Backup
from shared.web.contract.base import Contract, Id, Time

BackupState = Literal["verified", "unverified", "damaged", "managed"]


class BackupNamed(Contract):
    backup_id: Id


class BackupShown(Contract):
    """`problems` say what a restore into a scratch store found; `managed` ones are kept whole by the cloud."""

    backup_id: str
    taken_at: Time
    size_bytes: int
    documents: int
    collections: Annotated[dict[str, int], Field(description="documents in each")]
    state: BackupState
    verified_at: Time | None
    problems: list[str]

    @classmethod
    def of(cls, backup: Backup) -> "BackupShown":
        verified = backup.verified
        return cls(
            backup_id=backup.id,
            taken_at=backup.taken_at,
            size_bytes=backup.size_bytes,
            documents=backup.documents,
            collections=dict(backup.collections),
            state=_state(backup),
            verified_at=verified.at if verified else None,
            problems=list(verified.problems) if verified else [],
        )


class BackupList(Contract):
    """The newest first. `state` and `ageHours` are of the newest that can be relied on; `toDo` follows from them."""

    state: Literal["ok", "stale", "none"]
    age_hours: float | None
    to_do: str
    items: list[BackupShown]

    @classmethod
    def of(cls, backups: list[Backup], age: BackupAge) -> "BackupList":
        items = [BackupShown.of(backup) for backup in backups]
        return cls(state=age.state, age_hours=age.age_hours, to_do=_TO_DO[age.state], items=items)


_TO_DO = {
    "ok": "Nothing: the newest backup was restored to try it, and is whole.",
    "stale": "The newest backup that can be relied on is older than a day: take one, and see why the daily failed.",
    "none": "There is no backup that can be relied on: take one now and verify it.",
}


def _state(backup: Backup) -> BackupState:
    if backup.managed:
        return "managed"
    if backup.verified is None:
        return "unverified"
    return "verified" if backup.verified.ok else "damaged"
