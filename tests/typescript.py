"""The widget's TypeScript, compiled for Node's own test runner."""

import subprocess
from pathlib import Path

import pytest

from local.setup import node
from local.setup.places import ROOT

TSC = node.WIDGET / "node_modules" / ".bin" / "tsc"
TESTS = node.WIDGET / "tests"


@pytest.fixture(scope="session")
def compiled_widget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the compiled `widget/src`, `widget/tests` and the data they read, as in the repository."""
    if problem := node.problem():
        pytest.skip(f"TYPESCRIPT NOT CHECKED: {problem}")
    if not TSC.is_file():
        pytest.fail(f"{TSC.relative_to(ROOT)} is missing: run the set-up")
    folder = tmp_path_factory.mktemp("widget")
    (folder / "package.json").write_text('{"type": "module"}')
    done = subprocess.run([TSC, "--project", TESTS, "--outDir", folder], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    return folder
