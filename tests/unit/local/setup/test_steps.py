from pathlib import Path

import pytest

from local.setup import steps
from local.setup.command import CommandFailed
from local.setup.steps import NotHere, SetupFailed, Step, take


class Recorder:
    """Makes steps that write down when they are taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def step(self, title: str, *, done: bool = False, outcome: Exception | None = None) -> Step:
        def make(log: Path) -> None:
            self.taken.append(title)
            if outcome:
                raise outcome

        return Step(title, is_done=lambda: done, make=make, advice="check the connection.")


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LOGS", tmp_path)
    monkeypatch.setattr(steps, "ROOT", tmp_path)


def test_only_what_is_due_is_taken_and_counted(capsys: pytest.CaptureFixture[str]):
    recorder = Recorder()
    take([recorder.step("environment", done=True), recorder.step("packages"), recorder.step("face model")])
    assert recorder.taken == ["packages", "face model"]
    assert "[1/2] packages" in capsys.readouterr().out


def test_nothing_due_says_nothing(capsys: pytest.CaptureFixture[str]):
    take([Recorder().step("environment", done=True)])
    assert capsys.readouterr().out == ""


def test_a_failure_stops_and_says_why_and_what_to_do(capsys: pytest.CaptureFixture[str]):
    recorder = Recorder()
    failure = CommandFailed("uv ended with code 1", ["error: no such host"])
    with pytest.raises(SetupFailed):
        take([recorder.step("packages", outcome=failure), recorder.step("face model")])
    said = capsys.readouterr().out
    assert recorder.taken == ["packages"]
    assert "uv ended with code 1" in said
    assert "| error: no such host" in said
    assert "What to do: check the connection." in said


def test_what_only_tests_need_may_be_missing_but_is_named_loudly(capsys: pytest.CaptureFixture[str]):
    recorder = Recorder()
    take([recorder.step("browser", outcome=NotHere("pages in a browser")), recorder.step("catalogue")])
    assert recorder.taken == ["browser", "catalogue"]
    assert "NOT TESTED HERE: pages in a browser" in capsys.readouterr().out


def test_a_failure_that_knows_better_advice_gives_it(capsys: pytest.CaptureFixture[str]):
    failure = CommandFailed("no ensurepip", advice="as root, apt-get install python3-venv")
    with pytest.raises(SetupFailed):
        take([Recorder().step("environment", outcome=failure)])
    assert "What to do: as root, apt-get install python3-venv" in capsys.readouterr().out
