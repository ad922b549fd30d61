"""The backups of the platform: listed, taken, and restored into a scratch store to see whether they could be."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.maintenance.newest_backup import NewestBackup, age_of, newest_of
from shared.platform.ports.backups import (
    Backup,
    BackupFailed,
    BackupProblem,
    BackupRunning,
    BackupUnknown,
    NotSupportedHere,
)
from shared.web.call import Call
from shared.web.contract.backup import BackupList, BackupNamed, BackupShown
from shared.web.contract.base import Nothing
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, Code
from shared.web.function import HttpFunction

T = TypeVar("T")
MAY: tuple[Permission, ...] = ("manage_system",)

function = HttpFunction("backups", deployment=Deployment(reads_backups=True, timeout_s=300))
declare = partial(function.route, audience="admin", permissions=MAY)
_CODES: dict[type[BackupProblem], Code] = {
    BackupUnknown: "NOT_FOUND",
    BackupRunning: "CONFLICT",
    NotSupportedHere: "CONFLICT",
    BackupFailed: "UNAVAILABLE",
}


def backups(request: Request) -> Response:
    return function(request)


@declare("GET", "/v1/admin/backups", takes=Nothing, gives=BackupList)
def kept(call: Call[Nothing]) -> BackupList:
    """Every complete backup, the newest first, with whether it can be relied on."""
    found = _tried(call, lambda: call.platform.backups().list())
    newest = newest_of(found)
    return BackupList.of(found, age_of(newest.taken_at if newest else None, call.platform.clock()))


@declare(
    "POST", "/v1/admin/backups", takes=Nothing, gives=BackupShown, status=201, errors=("CONFLICT", "UNAVAILABLE")
)
def take(call: Call[Nothing]) -> BackupShown:
    """Takes a backup now, while everything serves: whole or not at all."""
    taken = _tried(call, lambda: call.platform.backups().take())
    _on_record(call, "backup.taken", taken)
    _remember(call)  # an older one may have made room
    return BackupShown.of(taken)


@declare(
    "POST",
    "/v1/admin/backups/{backupId}/verify",
    takes=BackupNamed,
    gives=BackupShown,
    errors=("CONFLICT", "UNAVAILABLE"),
)
def verify(call: Call[BackupNamed]) -> BackupShown:
    """Restores a backup into a scratch store and holds its counts and hashes against what it says of itself."""
    verified = _tried(call, lambda: call.platform.backups().verify(call.input.backup_id))
    _on_record(call, "backup.verified", verified)
    _remember(call)
    return BackupShown.of(verified)


def _remember(call: Call[Nothing] | Call[BackupNamed]) -> None:
    NewestBackup(call.system).remember(_tried(call, lambda: call.platform.backups().list()))


def _on_record(call: Call[Nothing] | Call[BackupNamed], action: str, backup: Backup) -> None:
    after = {"documents": backup.documents, "problems": list(backup.verified.problems) if backup.verified else None}
    call.system.batch([call.audited(action, f"backup:{backup.id}", None, after)])


def _tried(call: Call[Nothing] | Call[BackupNamed], act: Callable[[], T]) -> T:
    try:
        return act()
    except BackupProblem as problem:
        code: Code = next((code for kind, code in _CODES.items() if isinstance(problem, kind)), "UNAVAILABLE")
        raise ApiError(code, str(problem), retry_after_s=60 if code == "UNAVAILABLE" else None) from None
