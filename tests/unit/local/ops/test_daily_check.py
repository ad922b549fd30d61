"""The daily check finds what is wrong, and each fault has a line of its own."""

import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from werkzeug.wrappers import Request, Response

from functions.health.main import function as health
from local.ops import daily_check
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import timings, unwritten
from shared.platform.ports.backups import BackupRunning, Backups
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.unwritten import Failure
from shared.platform.wiring import Platform
from tests.support import wired_to


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url(live: Platform) -> Iterator[str]:
    """The health function, served."""
    function = wired_to(health, live)

    def app(environ, start_response):  # type: ignore[no-untyped-def]
        answer = function(Request(environ))  # type: ignore[arg-type]
        return Response(answer.get_data(), answer.status, answer.headers)(environ, start_response)

    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def nothing_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What other tests of this process have measured is no fault of this one's stack."""
    monkeypatch.setattr(timings, "_durations_ms", defaultdict(deque))
    monkeypatch.setattr(timings, "_failed", deque())
    unwritten.take()
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))  # nor is what else the machine does just now
    monkeypatch.setattr(daily_check, "_memory_free_share", lambda: 1.0)
    yield
    unwritten.take()


def test_all_is_well_after_a_backup(live: Platform, url: str) -> None:
    """J5: six lines, one a step."""
    live.backups().take()
    lines, well = daily_check.check(live, url)
    assert [line[:10] for line in lines] == [f"ok      {n} " for n in range(1, 7)], lines
    assert well


def test_each_fault_has_its_own_line_and_what_to_do(live: Platform) -> None:
    """J5: no answer, no backup, an error: three steps fail, with a word of advice each, and the others are taken."""
    at = live.clock() - timedelta(hours=1)
    unwritten.failed(None, Failure("chat", "POST /v1/ai/chat", "INTERNAL", "KeyError", (), "t" * 32, "r", at))
    PerformanceWriter(live.documents, live.clock, live.new_id).write(unwritten.take())
    lines, well = daily_check.check(live, "http://127.0.0.1:9")
    failed = [line for line in lines if line.startswith("FAILED")]
    assert [line.split()[1] for line in failed] == ["1", "3", "5", "6"]
    assert "make backup" in failed[2]
    assert any("KeyError" in line and "t" * 32 in line for line in lines)
    assert not well


def test_a_damaged_store_is_found(live: Platform, url: str) -> None:
    """J5: database health."""
    database = live.settings.data_dir / "documents.sqlite"
    broken = live.settings.data_dir.with_name("broken")
    broken.mkdir()
    (broken / database.name).write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    lines, well = daily_check.check(replace(live, settings=replace(live.settings, data_dir=broken)), url)
    assert not well
    assert any(line.startswith("FAILED  4") and "make restore" in line for line in lines)


def test_a_whole_backup_of_today_is_found_behind_a_damaged_one(live: Platform, url: str) -> None:
    """J5."""
    whole, damaged = live.backups().take(), None
    while damaged is None:
        with suppress(BackupRunning):  # within the same second
            damaged = live.backups().take()
    (live.settings.data_dir / "backups" / damaged.id / "documents.sqlite").write_bytes(b"x")
    live.backups().verify(damaged.id)
    lines, well = daily_check.check(live, url)
    assert well, lines
    assert any(whole.id in line for line in lines)


def test_backups_that_cannot_be_reached_are_a_line_of_their_own(live: Platform, url: str) -> None:
    """J5: and the other steps are taken."""

    def away() -> Backups:
        raise StoreUnavailable("no answer")

    lines, well = daily_check.check(replace(live, backups=away), url)
    assert [line.split()[1] for line in lines if line[:1] != " "] == list("123456"), lines
    assert [line.split()[1] for line in lines if line.startswith("FAILED")] == ["5"]
    assert not well
