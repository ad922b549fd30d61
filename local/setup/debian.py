"""Packages of Debian and its kin, installed where that needs no question: as root, with apt-get there."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from local.setup.command import CommandFailed, run

LOCK_WAIT_S = 120  # another apt-get, such as the machine's own nightly update, is waited for this long
UPDATE_TIMEOUT_S, INSTALL_TIMEOUT_S = 180.0, 420.0
PATIENCE = ("-o", f"DPkg::Lock::Timeout={LOCK_WAIT_S}", "-o", "Acquire::Retries=3", "-o", "Acquire::http::Timeout=30")
HELD = ("could not get lock", "unable to acquire", "is held by process", "unable to lock")


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str], log: Path) -> None:
    """Install the packages. Raises CommandFailed.

    A failed update of the package lists alone is no failure: lists fetched earlier may be good enough.
    """
    try:
        _when_unlocked(lambda: _apt(["update"], log, UPDATE_TIMEOUT_S))
    except CommandFailed as failure:
        print(f"      the package lists could not be renewed ({failure}); going on with those at hand", flush=True)
    _when_unlocked(lambda: _apt(["install", "--yes", "--no-install-recommends", *packages], log, INSTALL_TIMEOUT_S))


def _apt(arguments: list[str], log: Path, timeout_s: float) -> None:
    command = ["apt-get", *PATIENCE, *arguments]
    run(command, log, timeout_s=timeout_s, DEBIAN_FRONTEND="noninteractive")


def _when_unlocked(action: Callable[[], None]) -> None:
    """apt-get waits for dpkg's lock by itself, but not for the lock on the package lists."""
    give_up = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            return action()
        except CommandFailed as failure:
            if not _is_held(failure) or time.monotonic() > give_up:
                raise
        print("      another process is using apt-get; trying again in 5 s", flush=True)
        time.sleep(5)


def _is_held(failure: CommandFailed) -> bool:
    said = "\n".join(failure.last_lines).lower()
    return any(words in said for words in HELD)
