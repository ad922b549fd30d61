"""An export's file: whole or not there, made once, also when things go wrong half-way."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO

import pytest

from shared.exports import run
from shared.exports.ledger import MOST_ATTEMPTS, Exports, Leased
from shared.exports.run import Runner
from shared.exports.sources import SOURCES
from shared.exports.table import Column, Table
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock, client
from tests.unit.exports.conftest import Ask
from tests.unit.exports.shop import store, visits
from tests.unit.exports.test_files import csv_rows

ONE = client("one")


@pytest.fixture
def _rows(monkeypatch: pytest.MonkeyPatch, clock: SteppedClock) -> Callable[..., None]:
    """Ten thousand rows of ten days, or fewer, with `between` called before each."""

    def given(between: Callable[[int], None], count: int = 10_000) -> None:
        def rows() -> Iterator[dict[str, Any]]:
            for number in range(count):
                between(number)
                yield {"at": f"2026-11-{1 + number // 1000:02}T00:00:00.000Z"}

        table = Table([Column("at", "At", "When.", "time")], rows(), "at")
        monkeypatch.setitem(SOURCES, "sessions", lambda *_: table)

    return given


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_a_file_appears_with_its_size_and_rows(
    format: Any, ask: Ask, runner: Runner, exports: Exports, documents: ClientDocuments, platform: Platform
) -> None:
    """H7 H22 H23."""
    store(documents, "sessions", visits(30))
    export = ask(format=format)
    runner.run("e-1", ONE)
    done = exports.get("e-1")
    content = platform.files.get(export.path)
    assert (done.status, done.progress, done.rows, done.size) == ("done", 1.0, 30, len(content))
    assert (done.error, done.lease_until) == (None, None)
    if format == "csv":
        assert len(csv_rows(content)) == 31
    if format == "json":
        assert len(json.loads(content)["rows"]) == 30


def test_ten_thousand_sessions_take_less_than_a_minute(
    ask: Ask, runner: Runner, exports: Exports, documents: ClientDocuments
) -> None:
    """H22. It takes half a second; how long, and how much memory a million take, is measured by `make bench`."""
    store(documents, "sessions", visits(10_000))
    ask(format="xlsx")
    started = perf_counter()
    runner.run("e-1", ONE)
    assert perf_counter() - started < 60
    assert exports.get("e-1").rows == 10_000


def test_a_second_delivery_does_nothing(ask: Ask, runner: Runner, exports: Exports, platform: Platform) -> None:
    export = ask()
    runner.run("e-1", ONE)
    before = exports.get("e-1")
    platform.files.put(export.path, b"as it is", "text/csv")
    runner.run("e-1", ONE)
    assert exports.get("e-1").version == before.version
    assert platform.files.get(export.path) == b"as it is"
    runner.run("unknown", ONE)


def test_two_at_once_make_one_file(ask: Ask, runner: Runner, exports: Exports, _rows: Any) -> None:
    def second(number: int) -> None:
        if number == 10:
            with pytest.raises(Leased):
                runner.run("e-1", ONE)

    _rows(second)
    ask()
    runner.run("e-1", ONE)
    assert (exports.get("e-1").status, exports.get("e-1").attempts) == ("done", 1)


def test_progress_is_written_while_it_runs(
    ask: Ask, runner: Runner, exports: Exports, clock: SteppedClock, _rows: Any
) -> None:
    seen: list[float] = []

    def look(number: int) -> None:
        clock.forward(milliseconds=1)
        if number % 2000 == 1999:
            seen.append(exports.get("e-1").progress)

    _rows(look)
    ask(created_at=clock())
    runner.run("e-1", ONE)
    assert seen == sorted(seen)
    assert len({*seen}) == 5
    assert seen[0] == 0.0 and 0 < seen[-1] < 1


def test_a_deleted_export_stops_and_leaves_nothing(
    ask: Ask, runner: Runner, exports: Exports, documents: ClientDocuments, platform: Platform, _rows: Any
) -> None:
    def delete(number: int) -> None:
        if number == 9999:
            documents.batch([exports.removal("e-1")])

    _rows(delete)
    ask()
    runner.run("e-1", ONE)
    assert platform.files.list("") == []


def test_whoever_lost_it_to_another_puts_no_file_in_its_place(
    ask: Ask, runner: Runner, exports: Exports, platform: Platform, clock: SteppedClock, _rows: Any
) -> None:
    """After its last look at the clock a process slept through its lease."""

    def lose(number: int) -> None:
        if number == 99:
            clock.forward(minutes=3)
            assert exports.take_up("e-1") is not None

    _rows(lose, count=100)
    ask()
    runner.run("e-1", ONE)
    assert platform.files.list("") == []
    assert (exports.get("e-1").status, exports.get("e-1").attempts) == ("running", 2)


def test_one_that_is_deleted_while_its_file_appears_leaves_nothing(
    ask: Ask, exports: Exports, documents: ClientDocuments, tmp_path: Path, clock: SteppedClock
) -> None:
    class Slow(FolderFiles):
        @contextmanager
        def writer(self, path: str, content_type: str) -> Iterator[BinaryIO]:
            with super().writer(path, content_type) as file:
                yield file
            documents.batch([exports.removal("e-1")])

    files = Slow(tmp_path / "slow", "http://127.0.0.1:8080", b"secret", clock)
    ask()
    Runner(documents, files, clock).run("e-1", ONE)
    assert files.list("") == []


def test_a_crash_half_way_is_begun_anew(
    ask: Ask, runner: Runner, exports: Exports, platform: Platform, clock: SteppedClock, _rows: Any
) -> None:
    """The process dies without a word: nothing is offered, and the next attempt after the lease makes it."""

    class Killed(BaseException):
        pass

    def die(number: int) -> None:
        if number == 5000 and exports.get("e-1").attempts == 1:
            raise Killed

    _rows(die)
    export = ask()
    with pytest.raises(Killed):
        runner.run("e-1", ONE)
    assert (exports.get("e-1").status, platform.files.list("")) == ("running", [])
    with pytest.raises(Leased):
        runner.run("e-1", ONE)
    clock.forward(minutes=3)
    _rows(die)
    runner.run("e-1", ONE)
    assert (exports.get("e-1").status, exports.get("e-1").rows) == ("done", 10_000)
    assert [file.path for file in platform.files.list("")] == [export.path]


def test_what_fails_is_tried_again_and_after_five_times_failed_with_a_reason(
    ask: Ask, runner: Runner, exports: Exports, platform: Platform, _rows: Any
) -> None:
    def fail(number: int) -> None:
        if number == 9000:
            raise StoreUnavailable("no answer")

    ask()
    for attempt in range(1, MOST_ATTEMPTS):
        _rows(fail)
        with pytest.raises(StoreUnavailable):
            runner.run("e-1", ONE)
        waiting = exports.get("e-1")
        assert (waiting.status, waiting.attempts, waiting.lease_until) == ("queued", attempt, None)
    _rows(fail)
    runner.run("e-1", ONE)
    failed = exports.get("e-1")
    assert (failed.status, failed.unfinished, failed.has_file) == ("failed", False, False)
    assert failed.error == "The data could not be read or the file not be stored in time: try again later."
    assert platform.files.list("") == []


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A real file system of one mebibyte."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the limit on a file's size is tested in its place")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_fails_it_cleanly(
    tmp_path: Path, ask: Ask, documents: ClientDocuments, exports: Exports, clock: SteppedClock
) -> None:
    """Nothing half-written is offered, nothing is left, and the reason is told."""
    store(documents, "sessions", visits(8000))
    ask(format="json")
    with _small_disk(tmp_path / "small") as disk:
        files = FolderFiles(disk, "http://127.0.0.1:8080", b"secret", clock)
        runner = Runner(documents, files, clock)
        for _ in range(MOST_ATTEMPTS - 1):
            with pytest.raises(OSError, match="No space left"):
                runner.run("e-1", ONE)
        runner.run("e-1", ONE)
        assert files.list("") == []
        assert list((disk / "incoming").iterdir()) == []
    failed = exports.get("e-1")
    assert (failed.status, failed.has_file) == ("failed", False)
    assert failed.error is not None and failed.error.startswith("There was no room for the file")


LIMITED = """
import resource, signal, sys
from pathlib import Path
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.wiring.platform import now

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
files = FolderFiles(Path(sys.argv[1]), "http://127.0.0.1:8080", b"secret", now)
try:
    with files.writer("exports/a/b.csv", "text/csv") as file:
        for _ in range(1000):
            file.write(b"x" * 1000)
except OSError as error:
    print(error.errno, files.list(""), list((Path(sys.argv[1]) / "incoming").iterdir()))
"""


def test_a_limit_on_a_files_size_leaves_nothing_either(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == "27 [] []\n"
    assert 27 in run._NO_ROOM


def test_an_unforeseen_fault_is_told_in_plain_words(ask: Ask, exports: Exports, runner: Runner, _rows: Any) -> None:
    def fail(number: int) -> None:
        raise ZeroDivisionError("secret detail")

    _rows(fail)
    ask()
    with pytest.raises(ZeroDivisionError):
        runner.run("e-1", ONE)
    assert exports.get("e-1").error is None
    assert "secret" not in run._reason(ZeroDivisionError("secret detail"))
