"""The widget's own unit tests, run by Node."""

import subprocess
from pathlib import Path

import pytest

from tests.typescript import TESTS

FILES = sorted(file.relative_to(TESTS).with_suffix("") for file in TESTS.rglob("*.test.ts"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_unit(file: Path, compiled_widget: Path) -> None:
    script = compiled_widget / "widget" / "tests" / f"{file}.js"
    done = subprocess.run(["node", "--test", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
