"""The Python environment `.venv`, and the packages in it, installed by uv at the versions of the lock files."""

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from local.setup import debian
from local.setup.command import CommandFailed, run
from local.setup.places import PYTHON, ROOT, VENV
from local.setup.stamp import Stamp, digest
from local.setup.steps import Step

UV_VERSION = "0.13.9"
LOCK = ROOT / "requirements.txt"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
CREATE_TIMEOUT_S, INSTALL_TIMEOUT_S = 120.0, 900.0
RETRY = (
    "check that this machine reaches a Python package index, then run the same command again; it goes on from here."
)


def environment() -> Step:
    stamp = _stamp("environment", digest([], UV_VERSION, VERSION))
    return Step(
        f"Python environment: .venv with Python {VERSION} (about 10 s)",
        is_done=lambda: _is_whole() and stamp.matches(),
        make=lambda log: _make_environment(log, stamp),
        advice=RETRY,
    )


def packages(name: str, contents: str, requirements: Path) -> Step:
    """Install what `requirements` names; versions that it leaves open come from the root lock."""
    stamp = _stamp(name, digest([requirements, LOCK], VERSION))
    return Step(
        f"{name.capitalize()} packages: {contents}",
        is_done=lambda: _is_whole() and stamp.matches(),
        make=lambda log: _install(["-r", str(requirements), "-c", str(LOCK)], log, stamp),
        advice=RETRY,
    )


def _stamp(name: str, inputs: str) -> Stamp:
    return Stamp(VENV / "set-up" / name, inputs)


def _is_whole() -> bool:
    """False as well for an environment whose Python was removed or replaced by another version."""
    return PYTHON.exists() and (VENV / "lib" / f"python{VERSION}" / "site-packages" / "pip").is_dir()


def _make_environment(log: Path, stamp: Stamp) -> None:
    if not _is_whole():
        _ensure_venv_module(log)
        base = Path(sys.executable).resolve()  # not a link in the very folder that --clear empties
        run([str(base), "-m", "venv", "--clear", str(VENV)], log, timeout_s=CREATE_TIMEOUT_S)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run([*pip, f"uv=={UV_VERSION}"], log, timeout_s=INSTALL_TIMEOUT_S)
    stamp.press()


def _ensure_venv_module(log: Path) -> None:
    """Debian ships Python without the part that makes environments."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{VERSION}-venv"
    if not debian.can_install():
        raise CommandFailed(
            "this Python has no ensurepip, the part that makes the environment which the packages go into",
            advice=f"as root, apt-get install {package}; or name another Python: make PYTHON=/path/to/python3",
        )
    debian.install([package], log)


def _install(requirements: Sequence[str], log: Path, stamp: Stamp) -> None:
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON)]
    run([*uv, *requirements], log, timeout_s=INSTALL_TIMEOUT_S)
    stamp.press()
