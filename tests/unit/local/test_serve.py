"""A start that cannot succeed says why at once."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local.functions import ROOT


def _start(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local.serve"]
    given = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=30, check=False)


def test_a_port_in_use_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = _start(PORT=str(taken.getsockname()[1]), DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "choose another port, as in `PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _start(PORT="0", DATA_DIR=str(tmp_path))
    assert "PORT must be a number" in done.stderr
    done = _start(DATA_DIR=str(tmp_path / "file" / "data"), PORT=str(_free()))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("PORT", "70000"), ("API_ENDPOINT", "shop.example"), ("LOG_LEVEL", "loud")]
)
def test_a_wrong_setting_is_named_with_what_is_expected(name: str, value: str) -> None:
    done = _start(**{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(name)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
