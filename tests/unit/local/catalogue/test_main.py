import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_group_stops_it_and_leaves_nothing(stop: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "local.catalogue", str(tmp_path / "out")]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Drawing frames: 0 of ")
    os.killpg(process.pid, stop)
    _, problems = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped" in problems
    assert "Traceback" not in problems
    assert list(tmp_path.iterdir()) == []
