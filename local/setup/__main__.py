"""`python -m local.setup GOAL [ARGUMENTS]` sets up what GOAL needs, then becomes `.venv/bin/python ARGUMENTS`.

Becoming it, instead of starting it, leaves one process: signals sent to it reach the server itself. Runs on the
standard library alone, because it makes the environment that everything else is in.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from local.setup.goals import steps_for
from local.setup.places import CACHE, PYTHON
from local.setup.steps import SetupFailed, take


def main(goal: str, then: list[str]) -> None:
    _heed_signals()
    try:
        with _one_at_a_time():
            take(steps_for(goal))
    except SetupFailed:
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
    if then:
        os.execv(PYTHON, [str(PYTHON), *then])  # noqa: S606  becoming it, without a shell, is the purpose


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together would install into the same folder; the second waits for the first."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is setting up here; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _heed_signals() -> None:
    """Shells start background jobs with SIGINT ignored, and what we become would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
