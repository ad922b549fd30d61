"""Tools that may not share an environment with the product: each has its own, `.cache/tools/NAME`, from its own lock.

One pins another protobuf than the Google clients do, another brings packages by the hundred: beside the product's
packages they would decide what the product runs on.
"""

from functools import partial
from pathlib import Path

from local.setup.command import run
from local.setup.environment import CREATE_TIMEOUT_S, INSTALL_TIMEOUT_S, RETRY, VERSION
from local.setup.places import CACHE, PYTHON, VENV
from local.setup.stamp import Stamp, digest
from local.setup.steps import Step

TOOLS = CACHE / "tools"
UV = VENV / "bin" / "uv"


def tool(name: str, requirements: Path) -> Step:
    """The step that makes `.cache/tools/NAME` with exactly the packages that the lock `requirements` names.

    It needs the Python environment `.venv` and uv in it, so it comes after that step.
    """
    folder = TOOLS / name
    stamp = Stamp(folder / "set-up", digest([requirements], VERSION))
    return Step(
        f"{name.capitalize()} tools: an environment of their own, .cache/tools/{name}",
        is_done=lambda: tool_python(name).exists() and stamp.matches(),
        make=partial(_make, folder, requirements, stamp),
        advice=RETRY,
    )


def tool_python(name: str) -> Path:
    """The Python of the tool's environment, whether made yet or not."""
    return TOOLS / name / "bin" / "python"


def _make(folder: Path, requirements: Path, stamp: Stamp, log: Path) -> None:
    run([str(UV), "venv", "--clear", "--python", str(PYTHON), str(folder)], log, timeout_s=CREATE_TIMEOUT_S)
    sync = [str(UV), "pip", "sync", "--python", str(folder / "bin" / "python"), str(requirements)]
    run(sync, log, timeout_s=INSTALL_TIMEOUT_S)
    stamp.press()
