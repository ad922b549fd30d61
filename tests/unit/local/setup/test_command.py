import sys
import time
from pathlib import Path

import pytest

from local.setup import command
from local.setup.command import CommandFailed, child, run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_output_goes_to_the_log_and_not_to_the_person(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    run(python("print('Resolved 35 packages')"), tmp_path / "log", timeout_s=10)
    assert "Resolved 35 packages" in (tmp_path / "log").read_text()
    assert capfd.readouterr().out == ""


def test_a_failure_carries_the_last_lines_of_this_command_alone(tmp_path: Path):
    run(python("print('earlier')"), tmp_path / "log", timeout_s=10)
    with pytest.raises(CommandFailed, match="ended with code 3") as failure:
        run(python("for n in range(40): print('line', n)\nraise SystemExit(3)"), tmp_path / "log", timeout_s=10)
    assert failure.value.last_lines == tuple(f"line {n}" for n in range(25, 40))


def test_a_program_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(CommandFailed, match="no-such-program could not be started: No such file"):
        run(["no-such-program"], tmp_path / "log", timeout_s=10)


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path):
    started = time.monotonic()
    with pytest.raises(CommandFailed, match="no end after"):
        run(python("import time; time.sleep(60)"), tmp_path / "log", timeout_s=0.3)
    assert time.monotonic() - started < 30


def test_a_long_run_shows_signs_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(command, "SIGN_OF_LIFE_S", 0.2)
    code = "import time; print('Downloading numpy', flush=True); time.sleep(1)"
    run(python(code), tmp_path / "log", timeout_s=10)
    assert "s: Downloading numpy" in capsys.readouterr().out


def test_a_child_never_outlives_its_block():
    with pytest.raises(KeyboardInterrupt), child(python("import time; time.sleep(60)")) as process:
        raise KeyboardInterrupt
    assert process.poll() is not None
