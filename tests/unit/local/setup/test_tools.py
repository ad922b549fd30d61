"""A tool gets an environment of its own, made once and made anew when its lock changes."""

import subprocess
from pathlib import Path

import pytest

from local.setup import tools
from local.setup.places import ROOT


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tools, "TOOLS", tmp_path / "tools")
    file = tmp_path / "requirements.txt"
    file.write_text("")
    return file


def test_a_tool_is_made_once(lock: Path, tmp_path: Path) -> None:
    step = tools.tool("lens", lock)
    assert not step.is_done()
    step.make(tmp_path / "log")
    assert step.is_done()
    assert tools.tool("lens", lock).is_done()


def test_a_tool_does_not_see_the_products_packages(lock: Path, tmp_path: Path) -> None:
    tools.tool("lens", lock).make(tmp_path / "log")
    sees = subprocess.run([tools.tool_python("lens"), "-c", "import flask"], capture_output=True, text=True)
    assert "No module named 'flask'" in sees.stderr


def test_a_changed_lock_makes_the_tool_due_again(lock: Path, tmp_path: Path) -> None:
    tools.tool("lens", lock).make(tmp_path / "log")
    lock.write_text("# another\n")
    assert not tools.tool("lens", lock).is_done()


def test_a_tool_whose_python_is_gone_is_due_again(lock: Path, tmp_path: Path) -> None:
    tools.tool("lens", lock).make(tmp_path / "log")
    tools.tool_python("lens").unlink()
    assert not tools.tool("lens", lock).is_done()


def test_every_lock_of_a_tool_is_whole() -> None:
    """Each package at one version and without an address, as the locks of the product."""
    for name in ("requirements.txt", "checkov-requirements.txt"):
        lines = (ROOT / "tests" / "deploy" / name).read_text().splitlines()
        named = [line for line in lines if line and not line.lstrip().startswith("#")]
        assert all("==" in line and "://" not in line for line in named)
