"""The commands as a person types them: the Makefile, the search for Python, and how a running demo is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.setup import widget
from local.setup.places import ROOT

VERBS = (
    "demo",
    "test",
    "lint",
    "widget",
    "bundle",
    "plan",
    "restore",
    "bench",
    "score",
    "train",
    "openapi",
    "lock",
    "clean",
    "help",
)
LOCKS = [ROOT / "requirements.txt", *ROOT.glob("local/*.txt"), *ROOT.glob("tests/**/*requirements.txt")]
LOCKS += [ROOT / "widget/package-lock.json"]
SOURCES = [source.relative_to(ROOT) for source in widget.SOURCES if source not in LOCKS]
SERVER = """
import os, sys, time
print("serving", os.getpid(), sys.executable, flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    sys.exit(0)
"""
ALL_IS_DONE = """
from local.setup.goals import steps_for
from local.setup.stamp import Stamp
Stamp.matches = lambda stamp: stamp.press() is None
assert all(step.is_done() for step in steps_for("demo"))
"""


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_help_lists_every_verb_with_what_it_does(verb: str):
    lines = make(ROOT, "help").stdout.splitlines()
    assert any(line.startswith(f"make {verb} ") and len(line.split(maxsplit=2)) == 3 for line in lines)


def test_train_without_a_table_refits_rankings_and_says_when_there_is_no_shop(tmp_path: Path):
    result = make(ROOT, "train", "TABLE=", f"DATA_DIR={tmp_path}")
    assert "There is no shop in this store" in result.stdout


def test_score_without_a_file_says_how_to_name_one():
    result = make(ROOT, "score")
    assert result.returncode != 0
    assert "make score dialogues.jsonl" in result.stdout


@pytest.mark.parametrize("naming", ["{}", "FILE={}"])
def test_a_file_of_dialogues_can_be_named_either_way(tmp_path: Path, naming: str):
    file = tmp_path / "talk.jsonl"
    file.write_text('{"dialogue_id": "a", "turns": [{"role": "user", "text": "a cheap hotel"}]}\n', encoding="utf-8")
    result = make(ROOT, "score", naming.format(file))
    assert json.loads(result.stdout)["dialogue_id"] == "a"


def test_ci_runs_nothing_but_make_test():
    script = (ROOT / ".ci/run").read_text().splitlines()
    assert script[-1] == "exec make test"
    assert os.access(ROOT / ".ci/run", os.X_OK)


def find_python(folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "local/setup/find_python.sh")
    return subprocess.run(
        ["/bin/sh", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def launcher(file: Path, body: str) -> None:
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def test_an_older_python_and_an_empty_launcher_are_passed_over(tmp_path: Path):
    launcher(tmp_path / "python3", "exit 1")
    launcher(tmp_path / "python3.13", "echo 'command not found' >&2; exit 127")
    launcher(tmp_path / "python3.12", f'exec {sys.executable} "$@"')
    assert find_python(tmp_path, {"PATH": str(tmp_path)}).stdout.strip() == str(tmp_path / "python3.12")


def test_a_python_chosen_by_name_is_used(tmp_path: Path):
    assert find_python(tmp_path, {"PATH": "", "PYTHON": sys.executable}).stdout.strip() == sys.executable


def test_no_python_at_all_says_what_to_install(tmp_path: Path):
    result = find_python(tmp_path, {"PATH": str(tmp_path)})
    assert result.returncode == 1
    assert "Python 3.11 or newer" in result.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the commands, set up but for the packages, with a stand-in for the server."""
    folder = tmp_path_factory.mktemp("house")
    for made in ("local/catalogue", "shared/catalogue", "tests", ".cache/catalogue", ".cache/widget"):
        (folder / made).mkdir(parents=True)
    for part in ("local/setup", "local/emulators"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("Makefile", *(str(path.relative_to(ROOT)) for path in LOCKS)):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, folder / file)
    for source in (*SOURCES, Path(".cache/widget/release.json")):
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).touch()
    (folder / "local/serve.py").write_text(SERVER)
    (folder / "assets.lock.json").write_text(json.dumps({"assets": []}))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    next(folder.glob(".venv/lib/python*/site-packages")).joinpath("pip").mkdir()
    subprocess.run([folder / ".venv/bin/python", "-c", ALL_IS_DONE], cwd=folder, check=True)
    return folder


@contextmanager
def running_demo(house: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """make in a process group of its own, and the words that the server printed: "serving", its id, its Python."""
    command = ["make", "demo"]
    with subprocess.Popen(command, cwd=house, stdout=subprocess.PIPE, text=True, process_group=0) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_demo_runs_in_the_environment(house: Path):
    with running_demo(house) as (_, words):
        assert words[2] == str(house / ".venv/bin/python")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_process_group_stops_make_and_the_server(house: Path, number: signal.Signals):
    with running_demo(house) as (process, words):
        os.killpg(process.pid, number)
        process.wait(timeout=20)
    assert not is_running(int(words[1]))


def test_terminating_make_alone_stops_the_server_as_well(house: Path):
    with running_demo(house) as (process, words):
        process.terminate()
        process.wait(timeout=20)
    assert not is_running(int(words[1]))


def test_an_interrupt_is_heeded_where_the_shell_had_it_ignored(house: Path):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with running_demo(house) as (process, words):
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=20)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not is_running(int(words[1]))
