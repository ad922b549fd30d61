"""Node.js as it may be on a machine: there, too old, absent; and the packages made once for each lock."""

import json
from pathlib import Path

import pytest

from local.setup import node
from local.setup.command import CommandFailed
from local.setup.places import ROOT
from local.setup.steps import NotHere

INSTALLS = '/bin/mkdir -p "$4/node_modules"'  # as called: npm ci --ignore-scripts --prefix FOLDER


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in; beside it lies a widget with a lock."""
    programs, widget = tmp_path / "programs", tmp_path / "widget"
    programs.mkdir()
    widget.mkdir()
    (widget / "package-lock.json").write_text("{}")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(node, "WIDGET", widget)
    return programs


def install(machine: Path, version: str, npm: str = INSTALLS) -> None:
    for name, body in (("node", f"echo {version}"), ("npm", npm)):
        (machine / name).write_text(f"#!/bin/sh\n{body}\n")
        (machine / name).chmod(0o755)


def test_without_node_set_up_goes_on_and_says_what_stays_untested(machine: Path) -> None:
    with pytest.raises(NotHere, match=r"the widget's TypeScript.*No Node.js"):
        node.widget_packages().make(machine / "log")


@pytest.mark.parametrize("version", ["v18.20.4", "v20.9.0", "nonsense"])
def test_an_older_node_counts_as_none(machine: Path, version: str) -> None:
    install(machine, version)
    with pytest.raises(NotHere, match=version):
        node.widget_packages().make(machine / "log")


@pytest.mark.parametrize("version", ["v20.10.0", "v22.1.0", "v100.0.0-nightly"])
def test_packages_are_installed_once(machine: Path, version: str) -> None:
    install(machine, version)
    step = node.widget_packages()
    assert not step.is_done()
    step.make(machine / "log")
    assert step.is_done()
    assert node.widget_packages().is_done()


def test_a_changed_lock_makes_them_due_again(machine: Path) -> None:
    install(machine, "v22.1.0")
    node.widget_packages().make(machine / "log")
    (machine.parent / "widget" / "package-lock.json").write_text('{"another": 1}')
    assert not node.widget_packages().is_done()


def test_packages_that_cannot_be_had_fail_the_set_up(machine: Path) -> None:
    install(machine, "v22.1.0", npm="echo no network; exit 1")
    step = node.widget_packages()
    with pytest.raises(CommandFailed):
        step.make(machine / "log")
    assert not step.is_done()


def test_the_lock_holds_each_package_by_version_and_hash_and_no_address_of_a_registry() -> None:
    packages = json.loads((ROOT / "widget" / "package-lock.json").read_text())["packages"]
    assert all(package.get("integrity") and package["version"] for name, package in packages.items() if name)
    assert not any("resolved" in package for package in packages.values())
