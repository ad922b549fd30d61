"""Copies of all that is kept, each of one moment, and whether they could be restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class BackupProblem(Exception):
    """Base of what a backup can end in other than done. The text says why, and what helps."""


class BackupFailed(BackupProblem):
    """What was asked for could not be done: nothing half-made is left."""


class BackupRunning(BackupProblem):
    """One backup is taken or verified at a time."""


class BackupUnknown(BackupProblem):
    """There is no backup of that id."""


class NotSupportedHere(BackupProblem):
    """The place where this runs does that itself, or by a command that the text names."""


@dataclass(frozen=True)
class Verification:
    """What came of restoring a backup into a scratch store and holding it against its manifest."""

    at: datetime
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Backup:
    """`managed`: made and kept whole by the cloud itself, so that nobody here verifies it."""

    id: str
    taken_at: datetime
    size_bytes: int
    documents: int
    collections: Mapping[str, int]  # documents in each; empty where the keeper does not count them so
    verified: Verification | None = None
    managed: bool = False

    @property
    def can_be_relied_on(self) -> bool:
        return self.managed or (self.verified is not None and self.verified.ok)


class Backups(Protocol):
    def list(self) -> list[Backup]:
        """Complete ones alone, the newest first."""

    def take(self) -> Backup:
        """A new one, whole or not at all; the oldest beyond those to be kept go after it.

        Raises `BackupFailed`, `BackupRunning`, `NotSupportedHere`.
        """

    def verify(self, id: str) -> Backup:
        """With its new `verified`, which is kept beside the backup; damage is an outcome, not an error.

        The backup is restored into a scratch store; the live store is neither read nor written.
        Raises `BackupUnknown`, `BackupFailed` (it could not be tried), `BackupRunning`, `NotSupportedHere`.
        """
