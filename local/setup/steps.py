"""The steps of a set-up: which are due, and how their progress reads."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from local.setup.command import CommandFailed
from local.setup.places import LOGS, ROOT


class SetupFailed(Exception):
    """Set-up cannot go on; a person has been told why and what to do."""


class NotHere(Exception):
    """Something that only tests need is not to be had on this machine; the message names what stays untested."""


@dataclass(frozen=True)
class Step:
    """One thing that set-up makes. `make` gets the file for the output of the programs it runs."""

    title: str
    is_done: Callable[[], bool]
    make: Callable[[Path], None]
    advice: str  # what to do when it fails


def take(steps: Iterable[Step]) -> None:
    """Take the steps that are due, in order. Raises SetupFailed at the first that fails."""
    due = [step for step in steps if not step.is_done()]
    started = time.monotonic()
    for number, step in enumerate(due, start=1):
        print(f"[{number}/{len(due)}] {step.title}", flush=True)
        _take(step)
    if due:
        print(f"Set up in {time.monotonic() - started:.0f} s.", flush=True)


def _take(step: Step) -> None:
    started = time.monotonic()
    log = LOGS / f"{step.title.partition(':')[0].lower().replace(' ', '-')}.log"
    log.unlink(missing_ok=True)
    try:
        step.make(log)
    except CommandFailed as failure:
        _explain(step, failure, log)
        raise SetupFailed(step.title) from failure
    except NotHere as gap:
        print(f"      NOT TESTED HERE: {gap}", flush=True)
    else:
        print(f"      done in {time.monotonic() - started:.1f} s", flush=True)


def _explain(step: Step, failure: CommandFailed, log: Path) -> None:
    print(f"      failed: {failure}")
    for line in failure.last_lines:
        print(f"      | {line}")
    if failure.last_lines:
        print(f"      The whole output is in {log.relative_to(ROOT)}.")
    print(f"      What to do: {failure.advice or step.advice}", flush=True)
