"""The stack with one empty function beside it, and a client without rate limits, with BENCH_PRODUCTS products.

Run as `python -m tests.bench.served`.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from typing import Any

from functions_framework import create_app

from local.functions import ROOT, Wsgi
from local.serve import Stack
from shared.accounts.client import Branding, Client, RateLimit
from shared.accounts.directory import Directory
from shared.catalogue.repository import Catalogue
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, platform
from tests.bench import grown

CLIENT, KEY = "bench-client", "pk_bench"
SIZE = "BENCH_PRODUCTS"
EMPTY = Path(__file__).parent / "empty_function.py"


class BenchStack(Stack):
    def load(self) -> Wsgi:
        app = super().load()
        empty = create_app("empty", str(EMPTY), "http")
        open_shop(platform(), int(os.environ.get(SIZE, "0")))

        def both(environ: dict[str, Any], start_response: Any) -> Any:
            return (empty if environ["PATH_INFO"] == "/empty" else app)(environ, start_response)

        return both


def open_shop(wired: Platform, products: int) -> None:
    """The bench's client, its key and a catalogue of this size."""
    endless = RateLimit(per_second=1_000_000, burst=1_000_000)
    client = Client(
        client_id=CLIENT,
        name="Bench",
        features={"faceAnalysis": True, "chat": True, "recommendations": True},
        branding=Branding(shop_name="Bench"),
        allowed_origins=(),
        rate_limit=endless,
        session_rate_limit=endless,
    )
    directory = Directory(wired.documents, wired.clock)
    directory.save(client)
    directory.add_key(KEY, CLIENT, "publishable")
    if products:
        Catalogue(ClientDocuments(wired.documents, CLIENT)).put(grown.products(CLIENT, products))


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(products: int = 0) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The port and the process of a running stack in a fresh data folder."""
    port = free_port()
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PORT": str(port), "DATA_DIR": folder, SIZE: str(products)}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.served"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            healthy(port)
            yield port, process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=15)


def healthy(port: int, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
    raise TimeoutError(f"not healthy within {within_s} s")


if __name__ == "__main__":
    settings = Settings.from_environment()
    BenchStack(settings, ("127.0.0.1", int(os.environ["PORT"]))).run()
