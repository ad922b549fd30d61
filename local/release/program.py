"""Runs gcloud and terraform: never without a time limit, never with a failure left unsaid."""

import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from local.release.problem import ReleaseStopped

LAST_LINES = 12


@dataclass(frozen=True)
class Ended:
    code: int
    text: str


def answer(command: Sequence[str], timeout_s: float) -> str:
    """What the program wrote to its standard output. Raises `ReleaseStopped` when it fails or takes too long."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=False)
    except OSError as error:
        raise ReleaseStopped(f"{command[0]} could not be started ({error.strerror}).") from None
    except subprocess.TimeoutExpired:
        raise ReleaseStopped(f"{_shown(command)}: no end after {timeout_s:.0f} s.") from None
    if ended.returncode:
        said = "\n".join(ended.stderr.strip().splitlines()[-LAST_LINES:])
        raise ReleaseStopped(f"{_shown(command)} ended with code {ended.returncode}:\n{said}")
    return ended.stdout


def aloud(command: Sequence[str], timeout_s: float) -> Ended:
    """Runs with its output shown as it comes. A code other than 0 is the caller's to judge."""
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError as error:
        raise ReleaseStopped(f"{command[0]} could not be started ({error.strerror}).") from None
    said: list[str] = []
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.terminate()

    timer = threading.Timer(timeout_s, stop)
    timer.start()
    with process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    timer.cancel()
    if late.is_set():
        raise ReleaseStopped(f"{_shown(command)}: no end after {timeout_s:.0f} s.")
    return Ended(process.returncode, "".join(said))


def _shown(command: Sequence[str]) -> str:
    return " ".join(command[:5]) + (" …" if len(command) > 5 else "")
