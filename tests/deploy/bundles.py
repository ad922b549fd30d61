"""Archives of functions as the cloud treats them: unpacked alone, with their own packages, served by themselves."""

import hashlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from local.bundle.archive import packed
from local.bundle.contents import contents_of
from local.setup.places import PYTHON, VENV

INSTALL_TIMEOUT_S = 600
START_S = 30
FACE_MODEL = "models/face_landmarker.task"  # what Terraform gives; relative to the archive's root, where Python runs


@dataclass(frozen=True)
class Unpacked:
    """A function's archive in a folder of its own, and the Python of an environment with its packages alone."""

    name: str
    root: Path
    python: Path


def unpacked(name: str, into: Path) -> Unpacked:
    """Bundles and unpacks a function below `into`; functions with the same packages share one environment there."""
    root = into / name
    with zipfile.ZipFile(_archive(name, into)) as archive:
        archive.extractall(root)
    return Unpacked(name, root, _environment(root / "requirements.txt", into))


def _archive(name: str, into: Path) -> Path:
    path = into / f"{name}.zip"
    path.write_bytes(packed(contents_of(name)))
    return path


def _environment(requirements: Path, into: Path) -> Path:
    """A clean environment. The packages are installed as the build in the cloud does it, with what they need."""
    folder = into / f"packages-{hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not python.exists():
        _uv("venv", "--python", str(PYTHON), str(folder))
        _uv("pip", "install", "--python", str(python), "-r", str(requirements))
    return python


def installed(python: Path) -> list[str]:
    """`name==version` of each package of an environment."""
    return _uv("pip", "freeze", "--python", str(python)).splitlines()


def _uv(*arguments: str) -> str:
    command = [str(VENV / "bin" / "uv"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(function: Unpacked, signature: str, settings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The base URL and the process id of a function that runs alone; `signature` is "http" or "cloudevent".

    Of this process's environment it gets nothing that could lend it modules or settings.
    """
    port = _free_port()
    framework = str(function.python.with_name("functions-framework"))
    command = [framework, "--target", function.name, "--signature-type", signature, "--port", str(port)]
    outside = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    log = function.root.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(function.python), *command],
            cwd=function.root,
            env={**outside, "FACE_MODEL": FACE_MODEL, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await(port, process, log)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it takes requests; any answer will do."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing-here", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"did not start within {START_S} s:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
