"""Traffic moves step by step between revisions, and all the way back."""

import json
from typing import Any

import pytest

from local.release import rollout
from local.release.place import Place
from local.release.problem import ReleaseStopped


@pytest.fixture
def released(place: Place, cloud: Any) -> Any:
    """chat and session have a new revision that gets nothing yet, auth has none, report is new."""
    for name in ("auth", "chat", "session"):
        cloud.serve(name, [{"revisionName": f"{name}-1", "percent": 100, "latestRevision": True}], f"{name}-1")
    rollout.hold(place)
    for name in ("chat", "session"):
        cloud.deploy(name, f"{name}-2")
    cloud.serve("report", [{"revisionName": "report-1", "percent": 100, "latestRevision": True}], "report-1")
    return cloud


def shifts(cloud: Any) -> list[list[str]]:
    return sorted(call[3:5] for call in cloud.calls("run", "services", "update-traffic"))


def test_new_revisions_get_their_part_and_the_old_ones_the_rest(place: Place, released: Any) -> None:
    """J8."""
    assert rollout.move(place, 10) == ["chat-2", "session-2"]
    assert released.traffic("chat") == {"chat-2": 10, "chat-1": 90}
    assert released.traffic("session") == {"session-2": 10, "session-1": 90}


def test_step_by_step_to_all(place: Place, released: Any) -> None:
    for percent in (10, 50, 100):
        rollout.move(place, percent)
    assert released.traffic("chat") == {"chat-2": 100}


def test_functions_that_did_not_change_are_left_alone(place: Place, released: Any) -> None:
    before = len(shifts(released))
    rollout.move(place, 50)
    assert [service for service, _ in shifts(released)[-2:]] == ["session", "session"]
    assert len(shifts(released)) == before + 2
    assert released.traffic("auth") == {"auth-1": 100}


def test_asking_for_the_same_step_again_changes_nothing(place: Place, released: Any) -> None:
    rollout.move(place, 50)
    calls = len(shifts(released))
    assert rollout.move(place, 50) == ["chat-2", "session-2"]
    assert len(shifts(released)) == calls


@pytest.mark.parametrize("percent", [10, 50, 100])
def test_rollback_returns_to_what_served_before_from_any_step(place: Place, released: Any, percent: int) -> None:
    """J8."""
    rollout.move(place, percent)
    assert rollout.roll_back(place) == ["chat", "session"]
    assert released.traffic("chat") == {"chat-1": 100}
    assert released.traffic("session") == {"session-1": 100}


def test_rollback_leaves_new_functions_where_they_are(place: Place, released: Any) -> None:
    rollout.roll_back(place)
    assert released.traffic("report") == {"report-1": 100}


def test_after_a_release_the_next_one_holds_the_new_revision(place: Place, released: Any) -> None:
    rollout.move(place, 100)
    assert rollout.hold(place) == {"auth": "auth-1", "chat": "chat-2", "report": "report-1", "session": "session-2"}
    assert json.loads(released.object("releases/prod/before.json").read_text())["chat"] == "chat-2"


def test_a_revision_that_does_not_start_gets_no_traffic(place: Place, released: Any) -> None:
    released.serve("chat", [{"revisionName": "chat-1", "percent": 100}], "chat-1", created="chat-2")
    with pytest.raises(ReleaseStopped, match="Not ready to serve: chat-2"):
        rollout.move(place, 10)
    assert released.traffic("session") == {"session-1": 100}


def test_one_failing_service_stops_the_step_after_all_were_tried(place: Place, released: Any) -> None:
    released.breaks("chat")
    with pytest.raises(ReleaseStopped, match=r"update-traffic chat .* ended with code 1"):
        rollout.move(place, 10)
    assert released.traffic("session") == {"session-2": 10, "session-1": 90}


def test_a_function_whose_first_deploy_failed_does_not_stop_the_next(place: Place, cloud: Any) -> None:
    cloud.serve("chat", [], "")
    assert rollout.hold(place) == {}


def test_before_the_first_release_nothing_is_held_and_nothing_can_move(place: Place, cloud: Any) -> None:
    """Labels that do not match would look the same: then a release must not pass as if traffic had moved."""
    assert rollout.hold(place) == {}
    with pytest.raises(ReleaseStopped, match="No function is labelled"):
        rollout.move(place, 10)
