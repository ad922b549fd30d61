"""The real stack, as `make demo` serves it, on a free port with a fresh data folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

import pytest

from shared.platform.google_settings import EMULATOR_HOSTS, Emulators
from tests.emulators import emulators
from tests.typescript import compiled_widget

__all__ = ["compiled_widget", "emulators"]
ROOT = Path(__file__).parent.parent
START_S = 30
ONE_MACHINE, EMULATORS = "one machine", "emulators"


@dataclass
class Stack:
    port: int
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        own = {"PORT": str(self.port), "DATA_DIR": str(self.data_dir), "API_ENDPOINT": "", "DEMO_HISTORY": "off"}
        environment = {**os.environ, **own, **self.environment}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local.serve"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_until_healthy()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=15)

    def wait_until_healthy(self, within_s: float = START_S) -> None:
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.base_url}/v1/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"The stack was not healthy within {within_s} s:\n{self.log.read_text()[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_emulators(emulators: Emulators) -> dict[str, str]:
    """Settings of a stack in a project of its own."""
    hosts = (emulators.firestore, emulators.pubsub, emulators.storage, emulators.tasks)
    project = f"test-{uuid4().hex[:12]}"
    return {"CLOUD": "emulators", "GOOGLE_CLOUD_PROJECT": project, **dict(zip(EMULATOR_HOSTS, hosts, strict=True))}


@contextmanager
def served(folder: Path, environment: Mapping[str, str] = MappingProxyType({})) -> Iterator[Stack]:
    running = Stack(free_port(), folder / "data", folder / "log", environment=environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """On one machine; a module that is to hold for Google's emulators as well names `BOTH`."""
    kind = getattr(request, "param", ONE_MACHINE)
    environment = on_emulators(request.getfixturevalue("emulators")) if kind == EMULATORS else {}
    with served(tmp_path_factory.mktemp("stack"), environment) as running:
        yield running


BOTH = pytest.mark.parametrize("stack", [ONE_MACHINE, EMULATORS], indirect=True, scope="module")
