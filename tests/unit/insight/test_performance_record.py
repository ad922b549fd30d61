"""What processes measured is found again, by client and for the platform, by hours and by days."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from shared.accounts.scope import SYSTEM
from shared.insight.performance_record import PerformanceRecords
from shared.insight.performance_writing import PerformanceWriter
from shared.platform import timings, unwritten
from shared.platform.ports.documents import Document, Query, StoreUnavailable
from shared.platform.tenant import ClientDocuments
from shared.platform.unwritten import MOST_CODES, OTHER, Failure, Slow
from shared.platform.widget_reports import record_error, record_vital
from shared.platform.wiring import Platform
from tests.support import SteppedClock

DAY = timedelta(days=1)
AT = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=2)


@pytest.fixture(autouse=True)
def nothing_before() -> Iterator[None]:
    unwritten.take()
    yield
    unwritten.take()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(AT)


@pytest.fixture
def writer(platform: Platform, clock: SteppedClock) -> PerformanceWriter:
    return PerformanceWriter(platform.documents, clock, platform.new_id)


@pytest.fixture
def records(platform: Platform) -> PerformanceRecords:
    return PerformanceRecords(ClientDocuments(platform.documents, "one"))


@pytest.fixture
def of_platform(platform: Platform) -> PerformanceRecords:
    return PerformanceRecords(ClientDocuments(platform.documents, SYSTEM))


def _answered(client_id: str | None, ms: float, at: datetime, *, failed: bool = False) -> None:
    timings.record("apiResponseTime", ms, client_id)
    unwritten.answered(client_id, Slow(ms, "chat_reply", "POST /v1/ai/chat", "f" * 32, at), failed=failed)


def test_a_client_sees_its_own_and_the_platform_sees_all(
    writer: PerformanceWriter, records: PerformanceRecords, of_platform: PerformanceRecords
) -> None:
    """I1 H4 D17: response time, errors and availability."""
    for n in range(100):
        _answered("one", 10, AT, failed=n < 5)
        _answered("two", 1000, AT)
    timings.record("widgetLoadTime", 300, "one")
    writer.write(unwritten.take())
    own, whole = records.between(AT, AT + timedelta(hours=1)), of_platform.between(AT, AT + timedelta(hours=1))
    assert (own.answers, own.failed, own.error_rate, own.availability) == (100, 5, 0.05, 0.95)
    assert own.durations("apiResponseTime").p99 == pytest.approx(10, rel=0.025)
    assert own.durations("widgetLoadTime").count == 1
    assert (whole.answers, whole.error_rate) == (200, 0.025)
    assert whole.durations("apiResponseTime").p95 == pytest.approx(1000, rel=0.025)
    assert whole.durations("apiResponseTime", "chat_reply").count == 200
    assert own.operations["chat_reply"].name == "POST /v1/ai/chat"


def test_a_window_of_minutes_holds_what_was_measured_in_it(
    writer: PerformanceWriter, records: PerformanceRecords, clock: SteppedClock
) -> None:
    """I2: alerts look at windows of a few minutes."""
    for minute, ms in ((0, 10), (7, 100), (14, 1000), (65, 5000)):
        clock.now = AT + timedelta(minutes=minute)
        _answered("one", ms, clock.now)
        writer.write(unwritten.take())
    window = records.between(AT + timedelta(minutes=5), AT + timedelta(minutes=10))
    assert window.answers == 1
    assert window.durations("apiResponseTime").p50 == pytest.approx(100, rel=0.025)
    assert records.between(AT, AT + timedelta(minutes=15)).answers == 3
    assert records.between(AT, AT + timedelta(hours=2)).answers == 4
    assert records.between(AT + timedelta(hours=3), AT + timedelta(hours=4)).error_rate is None


def test_months_are_read_by_days(writer: PerformanceWriter, records: PerformanceRecords, clock: SteppedClock) -> None:
    """H16 H33."""
    for day in range(0, 60, 20):
        clock.now = AT + timedelta(days=day)
        _answered("one", 10, clock.now)
        writer.write(unwritten.take())
    curve = records.curve(AT - timedelta(days=1), AT + timedelta(days=80))
    assert [point.figures.answers for point in curve] == [1, 1, 1]
    assert records.between(AT - timedelta(days=1), AT + timedelta(days=80)).answers == 3


def test_the_newest_errors_are_kept_with_where_they_happened_and_nothing_they_said(
    writer: PerformanceWriter, records: PerformanceRecords
) -> None:
    """I8: at most so many of one writing, the newest first, equal ones once."""

    def failed(error: str, second: int) -> None:
        at = AT + timedelta(seconds=second)
        unwritten.failed("one", Failure("chat", "POST /v1/ai/chat", "INTERNAL", error, ("x.py:1 f",), "t", "r", at))

    failed("ValueError", 0)
    for second in range(1, 30):
        failed("KeyError", second)
    writer.write(unwritten.take())
    newest = records.newest_errors(AT - timedelta(days=1), 10)
    assert [(each["error"], each["count"]) for each in newest] == [("KeyError", 19), ("ValueError", 1)]
    assert newest[0]["places"] == ["x.py:1 f"]
    assert len(records.newest_errors(AT - timedelta(days=1), 1)) == 1


def test_the_slowest_answers_are_found_by_their_trace(writer: PerformanceWriter, records: PerformanceRecords) -> None:
    """C8."""
    for first in (1, 50, 100):  # the slowest of each writing is kept
        for ms in range(first, first + 100):
            _answered("one", ms, AT)
        writer.write(unwritten.take())
    slow = records.slowest(AT - timedelta(hours=1), AT + timedelta(hours=1), 3)
    assert [body["durationMs"] for body in slow] == [199, 149, 100]
    assert slow[0]["traceId"] == "f" * 32


def test_a_store_that_is_away_loses_the_measurements_and_nothing_else(
    platform: Platform, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(ClientDocuments, "batch", away)
    _answered("one", 10, AT)
    PerformanceWriter(platform.documents, clock, platform.new_id).write(unwritten.take())
    assert "one" not in unwritten.take()


def test_it_is_written_now_and_then(platform: Platform, writer: PerformanceWriter) -> None:
    _answered("one", 10, AT)
    assert unwritten.take_if_due() is None  # it was taken a moment ago


def test_those_who_write_at_once_lose_nothing(
    platform: Platform, writer: PerformanceWriter, records: PerformanceRecords
) -> None:
    """H4: to the same documents, as instances do that have drawn the same shard."""
    taken = []
    for _ in range(12):
        _answered("one", 10, AT)
        taken.append(unwritten.take())
    threads = [Thread(target=writer.write, args=(each,)) for each in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.between(AT - timedelta(hours=1), AT + timedelta(hours=1)).answers == 12


def test_the_documents_read_do_not_grow_with_the_answers(
    platform: Platform, writer: PerformanceWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H4."""
    read = 0
    get_many = ClientDocuments.get_many

    def counted(self: ClientDocuments, collection: str, ids: Sequence[str]) -> list[Document]:
        nonlocal read
        found = get_many(self, collection, ids)
        read += len(found)
        return found

    def after(answers: int) -> int:
        nonlocal read
        for _ in range(answers):
            _answered("one", 10, AT)
        writer.write(unwritten.take())
        read = 0
        figures = PerformanceRecords(ClientDocuments(platform.documents, "one")).between(AT - 90 * DAY, AT + DAY)
        assert figures.answers >= answers
        return read

    monkeypatch.setattr(ClientDocuments, "get_many", counted)
    few = after(100)
    assert few > 0
    assert after(10_000) == few


def test_vitals_are_found_again_as_they_were_measured(writer: PerformanceWriter, records: PerformanceRecords) -> None:
    """A7: also a layout that hardly moved, and one that did not."""
    for measured in (0.0, 0.004, 0.1, 0.4):
        record_vital("CLS", measured, "one")
    for measured in (0.0, 0.0, 0.0):
        record_vital("INP", measured, "one")
    writer.write(unwritten.take())
    figures = records.between(AT, AT + timedelta(hours=1))
    assert figures.vital("CLS").p75 == pytest.approx(0.1, rel=0.025)
    assert figures.vital("INP").p75 == pytest.approx(0, abs=0.1)
    assert (figures.vital("INP").count, figures.vital("LCP").p75) == (3, None)


def test_widget_errors_are_counted_by_code_in_windows_and_days(
    writer: PerformanceWriter, records: PerformanceRecords, clock: SteppedClock
) -> None:
    """A10."""
    for minute, code in ((0, "SCRIPT"), (7, "CAMERA_IN_USE"), (8, "SCRIPT")):
        clock.now = AT + timedelta(minutes=minute)
        record_error(code, "one")
        writer.write(unwritten.take())
    window = records.between(AT + timedelta(minutes=5), AT + timedelta(minutes=10))
    assert window.widget_errors == {"CAMERA_IN_USE": 1, "SCRIPT": 1}
    assert window.answers == window.failed == 0
    assert records.between(AT - 30 * DAY, AT + DAY).widget_errors == {"SCRIPT": 2, "CAMERA_IN_USE": 1}


def test_a_document_holds_so_many_codes(
    platform: Platform, writer: PerformanceWriter, records: PerformanceRecords
) -> None:
    """A10: whatever is made up, time after time."""
    for first in range(0, 3 * MOST_CODES, MOST_CODES):
        for number in range(first, first + MOST_CODES):
            record_error(f"MADE_UP_{number}", "one")
        writer.write(unwritten.take())
    record_error("MADE_UP_0", "one")
    writer.write(unwritten.take())
    stored = ClientDocuments(platform.documents, "one").query(Query("performance", {})).items
    assert [len(document.body["counts"]["widgetErrors"]) for document in stored] == [MOST_CODES + 1] * 2
    errors = records.between(AT, AT + timedelta(hours=1)).widget_errors
    assert (errors["MADE_UP_0"], errors[OTHER]) == (2, 2 * MOST_CODES)
