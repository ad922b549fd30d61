"""The widget's TypeScript, compiled for Node's own test runner."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.setup.node import WIDGET, find
from local.setup.places import ROOT

TSC = WIDGET / "node_modules" / "typescript" / "bin" / "tsc"
TESTS = WIDGET / "tests"


def run_node(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """What a script prints, by the Node.js that set-up uses. `options` as of `subprocess.run`."""
    found = find()
    environment = {**os.environ, **found.environment}
    return subprocess.run([found.node, *arguments], capture_output=True, text=True, env=environment, **options)


@pytest.fixture(scope="session")
def compiled_widget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the compiled `widget/src`, `widget/tests` and the data and packages they use, as in the
    repository."""
    if not TSC.is_file():
        pytest.fail(f"{TSC.relative_to(ROOT)} is missing: run the set-up")
    folder = tmp_path_factory.mktemp("widget")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(WIDGET / "node_modules")
    done = run_node(TSC, "--project", TESTS, "--outDir", folder)
    assert done.returncode == 0, done.stdout
    return folder
