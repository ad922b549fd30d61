"""The emulators live no longer than whoever started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.emulators import programs
from local.functions import ROOT
from shared.platform.google_settings import EMULATOR_HOSTS
from tests.conftest import free_port


def _processes(folder: Path) -> list[int]:
    """Those that keep their log in the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in str((process / "fd" / "1").readlink()):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _within(seconds: float, holds: object) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_stack_that_is_ended_while_it_starts_leaves_no_emulator(tmp_path: Path, how: signal.Signals) -> None:
    try:
        programs.find()
    except programs.EmulatorsMissing as gap:
        pytest.skip(f"NOT CHECKED: {gap}")
    own = {name: value for name, value in os.environ.items() if name not in EMULATOR_HOSTS}
    emulators = tmp_path / "data" / "emulators"
    stack = subprocess.Popen(
        [sys.executable, "-m", "local.serve"],
        cwd=ROOT,
        env={**own, "CLOUD": "emulators", "PORT": str(free_port()), "DATA_DIR": str(tmp_path / "data")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert _within(20, lambda: len(_processes(emulators)) == 4)
    stack.send_signal(how)
    stack.wait(timeout=20)
    assert _within(10, lambda: not _processes(emulators))
