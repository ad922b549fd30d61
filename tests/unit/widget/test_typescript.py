"""The widget's own unit tests, run by Node."""

from pathlib import Path

import pytest

from tests.typescript import TESTS, run_node

FILES = sorted(file.relative_to(TESTS).with_suffix("") for file in TESTS.rglob("*.test.ts"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_unit(file: Path, compiled_widget: Path) -> None:
    script = compiled_widget / "widget" / "tests" / f"{file}.js"
    done = run_node("--test", script)
    assert done.returncode == 0, done.stdout + done.stderr
