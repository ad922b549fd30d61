"""Timing in turns: several runs of one side, then of the other, since engines that alternate disturb each other."""

import time
from collections.abc import Callable

Work = Callable[[], None]


def turn(work: Work, runs: int) -> list[float]:
    """Milliseconds of each run."""
    return [_ms(work) for _ in range(runs)]


def _ms(work: Work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
