"""The journey's calls on Google's emulators, beside the same calls on one machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from local.emulators import programs
from local.functions import ROOT
from tests.bench.figure import Figure
from tests.bench.served import free_port, healthy
from tests.journey.shop import START, Shop

JOURNEYS = 25
AIM_MS = 400.0


def measure() -> list[Figure]:
    try:
        programs.find()
    except programs.EmulatorsMissing as gap:
        print(f"NOT MEASURED: {gap}", file=sys.stderr, flush=True)
        return []
    with _stack("none") as port:
        ours = _durations_ms(port)
    with _stack("emulators") as port:
        emulated = _durations_ms(port)
    return [
        Figure(
            f"{name} on emulators, p95",
            _p95(emulated[name]),
            "ms",
            _p95(ours[name]),
            "one machine",
            AIM_MS,
            on_ratio=False,
        )
        for name in emulated
    ]


@contextmanager
def _stack(cloud: str) -> Iterator[int]:
    port = free_port()
    with TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.serve"],
            cwd=ROOT,
            env={**os.environ, "CLOUD": cloud, "PORT": str(port), "DATA_DIR": str(Path(folder) / "data")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            healthy(port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _durations_ms(port: int) -> dict[str, list[float]]:
    """By call, over all journeys but the first, which finds everything cold; `every call` takes them together."""
    shop = Shop(f"http://127.0.0.1:{port}")
    taken: dict[str, list[float]] = {}
    for number in range(JOURNEYS + 1):
        for name, duration_ms in _journey(shop):
            if number > 0:
                taken.setdefault(name, []).append(duration_ms)
    return {"every call": [ms for durations in taken.values() for ms in durations], **taken}


def _journey(shop: Shop) -> Iterator[tuple[str, float]]:
    session = shop.start()
    event = {"eventId": uuid4().hex, "type": "widget_opened", "at": "2026-11-22T12:00:00Z"}
    calls: dict[str, Callable[[], Any]] = {
        "session start": lambda: shop.ask("POST", "/v1/ai/session/start", START),
        "consent": lambda: shop.consent(session),
        "chat": lambda: shop.say(session, "I need sunglasses for outdoor activities"),
        "chat again": lambda: shop.say(session, "rather round ones under 150 euros"),
        "recommendations": lambda: shop.recommendations(session),
        "events": lambda: shop.ask("POST", "/v1/events", {"sessionId": session, "events": [event]}),
        "what is kept": lambda: shop.ask("GET", f"/v1/privacy/sessions/{session}"),
        "erasure": lambda: shop.ask("DELETE", f"/v1/privacy/sessions/{session}"),
    }
    for name, call in calls.items():
        started = time.perf_counter()
        answer = call()
        duration_ms = (time.perf_counter() - started) * 1000
        if answer.status >= 300:
            raise AssertionError((name, answer.status, answer.body))
        yield name, duration_ms


def _p95(durations_ms: list[float]) -> float:
    return quantiles(durations_ms, n=20)[-1]
