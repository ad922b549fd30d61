"""New revisions are watched in Cloud Run's request log, and a release with too many errors stops."""

from datetime import UTC, datetime
from typing import Any

import pytest

from local.release.place import Place
from local.release.problem import ReleaseStopped
from local.release.watch import Count, Gate, counted, judge, log_filter, watch

GATE = Gate(watch_s=0, poll_s=0, max_error_share=0.0144, newest_requests=5000)


def test_the_log_is_asked_for_these_revisions_alone_since_the_move() -> None:
    asked = log_filter(["chat-2", "session-2"], datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    assert 'resource.labels.revision_name=("chat-2" OR "session-2")' in asked
    assert 'timestamp>="2026-11-22T12:00:00+00:00"' in asked


def test_server_errors_are_counted_for_each_revision_and_refusals_are_not(place: Place) -> None:
    entries = [
        {"resource": {"labels": {"revision_name": "chat-2"}}, "httpRequest": {"status": status}}
        for status in (200, 404, 429, 500, 503)
    ]
    assert counted(entries) == {"chat-2": Count(requests=5, errors=2)}


def test_few_errors_among_many_requests_pass() -> None:
    judge({"chat-2": Count(requests=1000, errors=14)}, GATE)


@pytest.mark.parametrize("count", [Count(1000, 15), Count(69, 1), Count(1, 1)])
def test_more_errors_than_the_budget_allows_stop_the_release(count: Count) -> None:
    """J8."""
    with pytest.raises(ReleaseStopped, match=f"chat-2 .{count.errors} of {count.requests} requests"):
        judge({"chat-2": count, "session-2": Count(500, 0)}, GATE)


def test_watching_reads_the_log_of_the_new_revisions(place: Place, cloud: Any, capsys: Any) -> None:
    cloud.logged({"chat-2": [200, 200]})
    watch(place, ["chat-2", "session-2"], GATE)
    [call] = cloud.calls("logging", "read")
    assert "--limit=5000" in call
    assert capsys.readouterr().out.splitlines() == [
        "chat-2: 0 errors in 2 requests",
        "session-2: no requests: not judged",
    ]


def test_watching_stops_at_once_when_errors_come(place: Place, cloud: Any) -> None:
    cloud.logged({"chat-2": [200, 500]})
    with pytest.raises(ReleaseStopped, match="Too many server errors"):
        watch(place, ["chat-2"], Gate(watch_s=3600, poll_s=0, max_error_share=0.0144, newest_requests=10))


def test_without_new_revisions_there_is_nothing_to_watch(place: Place, cloud: Any) -> None:
    watch(place, [], Gate.read())
    assert not cloud.calls("logging")


def test_the_gate_is_read_from_its_file_and_the_time_can_be_given() -> None:
    assert Gate.read().watch_s >= 60
    assert Gate.read(0).watch_s == 0
    assert 0 < Gate.read().max_error_share < 0.05
