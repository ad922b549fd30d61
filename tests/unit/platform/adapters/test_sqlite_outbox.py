"""Delivery: leases, retries, dead letters, names, and what survives a crash."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from shared.platform.adapters.sqlite_outbox import RetryPolicy, SqliteOutbox
from shared.platform.ports.messages import Backlog
from tests.support import SteppedClock


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def outbox(tmp_path: Path, clock: SteppedClock) -> SqliteOutbox:
    ids = count()
    return SqliteOutbox(tmp_path / "outbox.sqlite", clock, lambda: f"m{next(ids)}")


def _fail_until_dead(outbox: SqliteOutbox, clock: SteppedClock) -> int:
    """The number of deliveries."""
    for delivered in range(20):
        due = outbox.lease(10)
        if not due:
            return delivered
        outbox.failed(due[0].id, f"error {delivered + 1}")
        clock.forward(seconds=10)
    raise AssertionError("never dead")


def test_a_leased_message_is_nobody_elses_until_the_lease_ends(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    outbox.publish("t", {}, {})
    assert [delivery.attempts for delivery in outbox.lease(10, lease_s=60)] == [1]
    clock.forward(seconds=59)
    assert outbox.lease(10) == []
    clock.forward(seconds=1)
    assert [delivery.attempts for delivery in outbox.lease(10)] == [2]


def test_messages_are_leased_in_the_order_they_fell_due(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    outbox.enqueue("q", {}, delay_s=5)
    for _ in range(3):
        outbox.publish("t", {}, {})
    clock.forward(seconds=5)
    assert [delivery.id for delivery in outbox.lease(2)] == ["m1", "m2"]
    assert [delivery.id for delivery in outbox.lease(5)] == ["m3", "m0"]


def test_what_is_done_is_never_delivered_again(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    id = outbox.publish("t", {}, {})
    outbox.lease(1)
    outbox.done(id)
    outbox.failed(id, "a late answer")
    clock.forward(days=1)
    assert outbox.lease(1) == []
    assert outbox.backlog() == Backlog(0, 0, 0)


def test_pauses_between_attempts_double_up_to_their_cap(tmp_path: Path, clock: SteppedClock) -> None:
    retry = RetryPolicy(base_s=1, cap_s=3, max_attempts=10)
    outbox = SqliteOutbox(tmp_path / "outbox.sqlite", clock, lambda: "m", retry=retry)
    outbox.publish("t", {}, {})
    for longest_s in (1, 2, 3, 3):
        (delivery,) = outbox.lease(1)
        outbox.failed(delivery.id, "no")
        clock.forward(seconds=longest_s / 2 - 0.001)
        assert outbox.lease(1) == []
        clock.forward(seconds=longest_s / 2 + 0.001)


def test_pauses_differ_by_chance(outbox: SqliteOutbox) -> None:
    for _ in range(8):
        outbox.publish("t", {}, {})
    for delivery in outbox.lease(8):
        outbox.failed(delivery.id, "no")
    with outbox._file.read() as connection:
        assert len(set(connection.execute("SELECT due_at FROM outbox").fetchall())) > 1


def test_after_the_last_attempt_a_message_is_dead(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    id = outbox.publish("t", {"n": 1}, {"clientId": "one"})
    assert _fail_until_dead(outbox, clock) == 5
    (letter,) = outbox.dead_letters()
    assert (letter.id, letter.topic, letter.payload, letter.attempts, letter.last_error) == (
        id,
        "t",
        {"n": 1},
        5,
        "error 5",
    )
    assert outbox.backlog() == Backlog(0, 0, 1)


def test_a_dead_letter_can_be_given_all_its_attempts_again(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    id = outbox.publish("t", {}, {})
    _fail_until_dead(outbox, clock)
    assert outbox.retry_dead(id) is True
    assert outbox.retry_dead(id) is False
    assert outbox.dead_letters() == []
    assert _fail_until_dead(outbox, clock) == 5


def test_a_dead_tasks_name_is_still_known(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    outbox.enqueue("q", {}, name="a")
    _fail_until_dead(outbox, clock)
    clock.forward(days=1)
    assert outbox.enqueue("q", {}, name="a") is False


def test_a_name_is_free_an_hour_after_its_task_was_done(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    outbox.enqueue("q", {}, name="a")
    clock.forward(hours=5)
    outbox.done(outbox.lease(1)[0].id)
    clock.forward(minutes=59)
    assert outbox.purge(timedelta(0)) == 0
    assert outbox.enqueue("q", {}, name="a") is False
    clock.forward(minutes=1)
    assert outbox.enqueue("q", {}, name="a") is True
    assert len(outbox.lease(5)) == 1


def test_purging_forgets_what_was_done_long_ago(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    for _ in range(3):
        outbox.publish("t", {}, {})
    outbox.done("m0")
    clock.forward(hours=2)
    outbox.done("m1")
    assert outbox.purge(timedelta(hours=1)) == 1
    assert outbox.purge(timedelta(hours=1)) == 0
    assert [delivery.id for delivery in outbox.lease(5)] == ["m2"]


def test_the_backlog_tells_how_long_the_oldest_waits(outbox: SqliteOutbox, clock: SteppedClock) -> None:
    outbox.enqueue("q", {}, delay_s=100)
    assert outbox.backlog() == Backlog(1, 0, 0)
    outbox.publish("t", {}, {})
    clock.forward(seconds=30)
    outbox.lease(1)
    assert outbox.backlog() == Backlog(2, 30, 0)


def test_recovery_frees_a_dead_process_leases_at_once(outbox: SqliteOutbox) -> None:
    for _ in range(3):
        outbox.publish("t", {}, {})
    outbox.done(outbox.lease(1)[0].id)
    outbox.lease(1, lease_s=3600)
    assert outbox.recover() == 1
    assert {delivery.id: delivery.attempts for delivery in outbox.lease(5)} == {"m1": 2, "m2": 1}


@pytest.mark.parametrize("by_recovery", [True, False])
def test_a_message_that_kills_its_process_does_not_do_so_for_ever(
    outbox: SqliteOutbox, clock: SteppedClock, by_recovery: bool
) -> None:
    outbox.publish("t", {}, {})
    for _ in range(5):
        assert len(outbox.lease(1, lease_s=60)) == 1
        if by_recovery:
            outbox.recover()
        else:
            clock.forward(seconds=60)
    assert outbox.lease(1) == []
    assert [letter.last_error for letter in outbox.dead_letters()] == ["the process died during the last attempt"]


def test_two_loops_never_get_the_same_delivery(tmp_path: Path) -> None:
    ids = count()
    loops = [
        SqliteOutbox(tmp_path / "o.sqlite", lambda: datetime.now(UTC), lambda: f"m{next(ids)}") for _ in range(2)
    ]
    for _ in range(300):
        loops[0].publish("t", {}, {})

    def drain(loop: SqliteOutbox) -> list[str]:
        taken: list[str] = []
        while due := loop.lease(7):
            taken += [delivery.id for delivery in due]
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = Counter(id for ids in threads.map(drain, loops * 2) for id in ids)
    assert len(taken) == 300
    assert set(taken.values()) == {1}


def _waiting(outbox: SqliteOutbox) -> tuple[threading.Thread, list[tuple[bool, float]]]:
    answers: list[tuple[bool, float]] = []

    def wait() -> None:
        started = time.monotonic()
        answers.append((outbox.wait(20), time.monotonic() - started))

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, answers


def test_waiting_ends_when_something_is_published(outbox: SqliteOutbox) -> None:
    thread, answers = _waiting(outbox)
    time.sleep(0.1)
    outbox.publish("t", {}, {})
    thread.join(timeout=10)
    assert answers[0][0] is True
    assert answers[0][1] < 10


def test_what_was_published_before_waiting_is_not_missed(outbox: SqliteOutbox) -> None:
    outbox.publish("t", {}, {})
    assert outbox.wait(20) is True
    assert len(outbox.lease(1)) == 1
    assert outbox.wait(0.01) is False


def test_waiting_ends_when_the_next_message_falls_due(tmp_path: Path) -> None:
    outbox = SqliteOutbox(tmp_path / "o.sqlite", lambda: datetime.now(UTC), lambda: "m")
    outbox.enqueue("q", {}, delay_s=0.2)
    assert outbox.wait(20) is True  # published
    assert outbox.wait(20) is True  # due
    assert len(outbox.lease(1)) == 1


_PUBLISHER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from uuid import uuid4
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
outbox = SqliteOutbox(Path(sys.argv[1]), lambda: datetime.now(UTC), lambda: str(uuid4()))
while True:
    print(outbox.publish("t", {"text": "x" * 500}, {"clientId": "one"}), flush=True)
    outbox.lease(1)
"""


def test_what_was_published_survives_kill_9_and_is_delivered(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    acknowledged: list[str] = []
    with subprocess.Popen([sys.executable, "-c", _PUBLISHER, str(path)], stdout=subprocess.PIPE) as publisher:
        assert publisher.stdout is not None
        for line in publisher.stdout:
            acknowledged.append(line.decode().strip())
            if len(acknowledged) == 300:
                os.kill(publisher.pid, signal.SIGKILL)
    outbox = SqliteOutbox(path, lambda: datetime.now(UTC), lambda: "m")
    outbox.recover()
    delivered = {delivery.id for delivery in outbox.lease(100_000)}
    assert delivered >= set(acknowledged)
    assert len(delivered) <= len(acknowledged) + 1


def test_documents_and_outbox_may_share_a_file(tmp_path: Path, clock: SteppedClock) -> None:
    from shared.platform.adapters.sqlite_documents import SqliteDocuments

    documents = SqliteDocuments(tmp_path / "all.sqlite", clock)
    outbox = SqliteOutbox(tmp_path / "all.sqlite", clock, lambda: "m")
    documents.create("sessions", "a", {})
    outbox.publish("t", {}, {})
    assert documents.get("sessions", "a") is not None
    assert outbox.backlog().pending == 1
