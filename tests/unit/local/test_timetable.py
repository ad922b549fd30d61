"""Scheduled functions are told when their time has come."""

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

from local.functions import declared
from local.timetable import Timetable
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from tests.support import SteppedClock

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)


def _outbox(folder: Path) -> SqliteOutbox:
    return SqliteOutbox(folder / "outbox.sqlite", SteppedClock(NOON), lambda: "id")


def test_the_next_time_is_that_of_the_earliest_schedule_and_names_all_that_share_it(tmp_path: Path) -> None:
    schedules = {"schedule.a": "* * * * *", "schedule.b": "1 12 * * *", "schedule.c": "0 3 * * *"}
    timetable = Timetable(schedules, _outbox(tmp_path), SteppedClock(NOON))
    due, topics = timetable.next_due(NOON)
    assert (due, topics) == (datetime(2026, 11, 22, 12, 1, tzinfo=UTC), ["schedule.a", "schedule.b"])
    assert timetable.next_due(due)[1] == ["schedule.a"]


def test_a_function_is_told_once_each_time(tmp_path: Path) -> None:
    clock = SteppedClock(NOON.replace(second=59, microsecond=900_000))
    outbox = _outbox(tmp_path)
    timetable = Timetable({"schedule.a": "* * * * *"}, outbox, clock)
    timetable.start()
    try:
        deadline = monotonic() + 5
        while not outbox.backlog().pending and monotonic() < deadline:
            sleep(0.02)
        sleep(0.2)
        assert outbox.backlog().pending == 1
    finally:
        timetable.stop()


def test_every_scheduled_function_listens_to_a_topic_of_its_own() -> None:
    """C8, J10: Scheduler tells a function by its own topic."""
    for name, function in declared().events.items():
        if function.deployment.schedule:
            assert function.topic == f"schedule.{name}"
