from pathlib import Path

import pytest

from local.setup import debian
from local.setup.command import CommandFailed


@pytest.fixture
def apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for apt-get: changing the packages of the machine that runs the tests is not theirs to do."""
    script = tmp_path / "bin/apt-get"
    script.parent.mkdir()
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    monkeypatch.setattr(debian.time, "sleep", lambda seconds: None)
    return script


def write(script: Path, body: str) -> None:
    script.write_text(f'#!/bin/sh\necho "$*" >> {script.parent}/calls\n{body}\n')
    script.chmod(0o755)


def calls(script: Path) -> list[str]:
    """The verb and packages of each call."""
    return [line.split("=30 ")[1] for line in (script.parent / "calls").read_text().splitlines()]


def test_the_lists_are_renewed_before_installing_without_recommended_extras(apt_get: Path, tmp_path: Path):
    write(apt_get, "exit 0")
    debian.install(["chromium"], tmp_path / "log")
    assert calls(apt_get) == ["update", "install --yes --no-install-recommends chromium"]


def test_another_process_holding_the_lock_is_waited_for(apt_get: Path, tmp_path: Path):
    lock = tmp_path / "held-once"
    write(
        apt_get,
        f'[ -e {lock} ] || {{ touch {lock}; echo "E: Could not get lock /var/lib/apt/lists/lock."; exit 100; }}',
    )
    debian.install(["chromium"], tmp_path / "log")
    assert calls(apt_get)[:2] == ["update", "update"]
    assert calls(apt_get)[-1].endswith("chromium")


def test_lists_that_cannot_be_renewed_are_said_and_not_fatal(
    apt_get: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write(apt_get, 'case "$*" in *update*) echo "E: Failed to fetch"; exit 100;; esac')
    debian.install(["chromium"], tmp_path / "log")
    assert "package lists could not be renewed" in capsys.readouterr().out


def test_a_package_that_cannot_be_installed_fails_with_apts_own_words(apt_get: Path, tmp_path: Path):
    write(apt_get, 'case "$*" in *install*) echo "E: Unable to locate package"; exit 100;; esac')
    with pytest.raises(CommandFailed) as failure:
        debian.install(["chromium"], tmp_path / "log")
    assert failure.value.last_lines[-1] == "E: Unable to locate package"


def test_nothing_can_be_installed_without_apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not debian.can_install()
