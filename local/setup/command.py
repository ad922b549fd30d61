"""Runs another program: its output goes to a log, a person sees a sign of life and, on failure, the last lines."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired
from typing import IO

SIGN_OF_LIFE_S = 10.0
LAST_LINES = 15
LINE_WIDTH = 160


class CommandFailed(Exception):
    """A program could not be started, ended with an error or took too long.

    `last_lines` is what it said last; `advice`, where the general advice would miss, what a person can do.
    """

    def __init__(self, reason: str, last_lines: Sequence[str] = (), advice: str = "") -> None:
        super().__init__(reason)
        self.last_lines = tuple(last_lines)
        self.advice = advice


@contextmanager
def child(command: Sequence[str], *, output: IO[str] | None = None, **environment: str) -> Iterator[Popen[str]]:
    """A running program that never outlives the block, whatever ends the block. Without `output` it shares ours."""
    variables = {**os.environ, **environment}
    errors = STDOUT if output else None
    process = Popen(command, stdin=DEVNULL, stdout=output, stderr=errors, text=True, env=variables)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def run(command: Sequence[str], log: Path, *, timeout_s: float, **environment: str) -> None:
    """Run to the end, adding the output to `log`. Raises CommandFailed."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as output:
        output.write(f"$ {' '.join(command)}\n")
        output.flush()
        said = Said(log, since=output.tell())
        try:
            with child(command, output=output, **environment) as process:
                code = _wait(process, said, timeout_s)
        except OSError as error:
            raise CommandFailed(f"{command[0]} could not be started: {error.strerror}") from error
    if code != 0:
        raise CommandFailed(f"{Path(command[0]).name} ended with code {code}", said.last_lines())


@dataclass(frozen=True)
class Said:
    """What one program has said so far: its part of the log, from the byte `since` on."""

    log: Path
    since: int

    def last_lines(self) -> list[str]:
        text = self.log.read_bytes()[self.since :].decode(errors="replace")
        lines = [line.strip() for line in text.splitlines()]
        return [line[:LINE_WIDTH] for line in lines if line][-LAST_LINES:]


def _wait(process: Popen[str], said: Said, timeout_s: float) -> int:
    started = time.monotonic()
    while True:
        try:
            return process.wait(timeout=min(SIGN_OF_LIFE_S, timeout_s))
        except TimeoutExpired:
            elapsed_s = time.monotonic() - started
        if elapsed_s >= timeout_s:
            raise CommandFailed(f"no end after {timeout_s:.0f} s", said.last_lines())
        latest = said.last_lines()[-1:] or ["still at it"]
        print(f"      {elapsed_s:.0f} s: {latest[0]}", flush=True)
