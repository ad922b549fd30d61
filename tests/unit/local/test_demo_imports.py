"""The demo's environment has fewer packages than the tests': what it imports must be among them."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from local.setup.places import ROOT

NAMED = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)


def test_the_demo_imports_no_package_of_the_tests() -> None:
    of_tests = {_plain(name) for name in NAMED.findall((ROOT / "tests/requirements.in").read_text("utf-8"))}
    of_demo = {_plain(name) for name in NAMED.findall((ROOT / "local/requirements.txt").read_text("utf-8"))}
    hidden = [
        module
        for module, distributions in packages_distributions().items()
        if {_plain(name) for name in distributions} & (of_tests - of_demo)
    ]
    assert "yaml" in hidden
    hide = f"import sys; sys.modules.update(dict.fromkeys({hidden!r})); import local.serve, local.ops.__main__"
    done = subprocess.run([sys.executable, "-c", hide], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
