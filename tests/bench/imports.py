"""Importing each function's module, against the imports that it cannot do without."""

import subprocess
import sys

from local.functions import ROOT, declared
from tests.bench.figure import Figure

RUNS = 7
ALWAYS = ("functions_framework", "flask", "pydantic")
ONE_MODEL = 'pydantic.create_model("Least", field=(int, ...))'  # what pydantic loads with the first model
BESIDES = {
    "analytics_rollup": ("cloudevents.http",),
    "chat": ("numpy",),
    "face_analyze": ("numpy", "PIL.Image", "PIL.ImageOps"),
    "try_on": ("numpy", "PIL.Image", "PIL.ImageOps", "PIL.ImageDraw", "PIL.ImageFilter"),
    "learn": ("cloudevents.http",),
    "quality_score": ("cloudevents.http", "numpy"),
    "recommend": ("numpy",),
    "session_count": ("cloudevents.http",),
}
TIMED = "import time; started = time.perf_counter(); import {modules}; {then}; print(time.perf_counter() - started)"


def measure() -> list[Figure]:
    functions = declared()
    return [_figure(name) for name in sorted({*functions.http, *functions.events})]


def _figure(name: str) -> Figure:
    needed = (*ALWAYS, *BESIDES.get(name, ()))
    whole = ("functions_framework", f"functions.{name}.main")
    pairs = [(_ms(whole), _ms(needed, then=ONE_MODEL)) for _ in range(RUNS)]
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))  # the least disturbed run
    return Figure(f"import functions.{name}", ours, "ms", theirs, ", ".join(needed), 1.3)


def _ms(modules: tuple[str, ...], then: str = "pass") -> float:
    code = TIMED.format(modules=", ".join(modules), then=then)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout) * 1000
