"""From `make demo` on a warm machine to the first healthy answer."""

import os
import signal
import subprocess
import sys
import time
from statistics import median
from tempfile import TemporaryDirectory

from local.functions import ROOT
from tests.bench.figure import Figure
from tests.bench.served import free_port, healthy

RUNS = 3


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder:
        _until_healthy(folder)  # fills the data folder
        ours = median(_until_healthy(folder) for _ in range(RUNS))
    theirs = median(_importing() for _ in range(RUNS))
    return [
        Figure("make demo, warm, to healthy", ours, "s", theirs, "import functions_framework", 5.0, on_ratio=False)
    ]


def _until_healthy(folder: str) -> float:
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DATA_DIR": folder}
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        healthy(port)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def _importing() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import functions_framework"], check=True)
    return time.perf_counter() - started
