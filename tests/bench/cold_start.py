"""Starting each function from its own archive, in an environment of its own packages alone.

What is imported is compiled, as the build in the cloud leaves it, and warm in the page cache. Pulling the image and
the cloud's slower processors are not in these figures.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from local.bundle.contents import functions
from local.emulators.programs import find
from local.emulators.running import running
from local.functions import declared
from tests.bench.figure import Figure
from tests.deploy.bundles import Unpacked, served, unpacked
from tests.deploy.first_answers import FIRST_ANSWERS
from tests.deploy.shop_in_the_cloud import ShopInTheCloud, opened
from tests.emulators import at
from tests.journey.shop import Shop

RUNS = 5
LONGEST_S, MOST_MIB = 0.9, 120
LEAST = "functions_framework"
KIB = 1024
IMPORTED = """
import time
started = time.perf_counter()
import {modules}
took = time.perf_counter() - started
print(took, open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


def measure() -> list[Figure]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with running(find(), folder / "emulators") as ports:
            shop = opened(at(ports.environment()))
            return [figure for name in functions() for figure in _figures(unpacked(name, folder), shop)]


def _figures(function: Unpacked, shop: ShopInTheCloud) -> list[Figure]:
    pairs = [(_imported(function, f"{LEAST}, main"), _imported(function, LEAST)) for _ in range(RUNS)]
    (took, peak), (least_took, least_peak) = (
        (min(one[0] for one in runs), min(one[1] for one in runs)) for runs in zip(*pairs, strict=True)
    )
    found = declared()
    room = {**found.http, **found.events}[function.name].deployment.memory_mib
    answered = _answered(function, shop)
    name = function.name
    return [
        Figure(f"{name}: import", took, "s", least_took, LEAST, LONGEST_S, on_ratio=False),
        Figure(f"{name}: memory after import", peak, "MiB", least_peak, LEAST, MOST_MIB, on_ratio=False),
        Figure(f"{name}: memory after first answers", answered, "MiB", None, "", room, on_ratio=False),
    ]


def _imported(function: Unpacked, modules: str) -> tuple[float, float]:
    """Seconds, and the peak of the process in MiB."""
    command = [str(function.python), "-c", IMPORTED.format(modules=modules)]
    done = subprocess.run(command, cwd=function.root, capture_output=True, text=True, check=True)
    took, peak = done.stdout.split()
    return float(took), float(peak) / KIB


def _answered(function: Unpacked, shop: ShopInTheCloud) -> float:
    """MiB of master and worker once the function has answered."""
    signature = "cloudevent" if function.name in declared().events else "http"
    with served(function, signature, shop.settings) as (url, pid):
        if answer := FIRST_ANSWERS.get(function.name):
            answer(Shop(url), shop)
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(_resident_kib(int(one)) for one in [pid, *workers]) / KIB


def _resident_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0])
