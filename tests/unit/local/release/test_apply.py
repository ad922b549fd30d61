"""Exactly the approved plan is applied, by the real Terraform; anything else is refused with the reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.release import terraform as commands
from local.release.apply import apply
from local.release.place import Place
from local.release.plan import plan
from local.release.problem import ReleaseStopped
from local.release.record import Name
from tests.unit.local.release.conftest import COMMIT


@pytest.fixture
def planned(place: Place, cloud: Any, terraform: Path, bundles: Path) -> Name:
    cloud.serve("chat", [{"revisionName": "chat-1", "percent": 100, "latestRevision": True}], "chat-1")
    return plan(place, COMMIT, bundles).name


def applied(state: Path) -> list[Any]:
    return list(json.loads(state.read_text())["resources"]) if state.exists() else []


def test_the_approved_plan_is_applied(place: Place, planned: Name, terraform: Path, bundles: Path) -> None:
    """J8."""
    bare = 'terraform {\n  backend "gcs" { prefix = "state" }\n}\n'
    (place.root / "main.tf").write_text(bare)  # what lies here now is not planned anew
    apply(place, planned, COMMIT, bundles)
    [resource] = applied(terraform)
    assert resource["name"] == "shop"


def test_traffic_is_tied_to_what_serves_before_anything_is_deployed(
    place: Place, planned: Name, cloud: Any, bundles: Path
) -> None:
    apply(place, planned, COMMIT, bundles)
    [call] = cloud.calls("run", "services", "update-traffic")
    assert call[3:5] == ["chat", "--to-revisions=chat-1=100"]
    assert json.loads(cloud.object("releases/prod/before.json").read_text()) == {"chat": "chat-1"}


def test_traffic_that_a_deploy_moved_by_itself_is_put_back(
    place: Place, planned: Name, cloud: Any, bundles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = commands.apply

    def deploying(*given: Any) -> None:
        really(*given)
        cloud.deploy("chat", "chat-2", moves_traffic=True)

    monkeypatch.setattr(commands, "apply", deploying)
    apply(place, planned, COMMIT, bundles)
    assert cloud.traffic("chat") == {"chat-1": 100}


def alter_plan(stored: Path) -> None:
    with (stored / "plan.tfplan").open("ab") as file:
        file.write(b"more")


def alter_plan_and_record(stored: Path) -> None:
    """Someone who can write to the bucket makes all of it fit together again."""
    record = json.loads((stored / "record.json").read_text())
    (stored / "plan.tfplan").write_bytes(b"another plan")
    record["files"]["plan.tfplan"] = "0" * 64
    (stored / "record.json").write_text(json.dumps(record))


def lose_plan(stored: Path) -> None:
    for file in stored.iterdir():
        file.unlink()


def lose_record(stored: Path) -> None:
    (stored / "record.json").unlink()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (alter_plan, "Altered since the plan was made: plan.tfplan"),
        (alter_plan_and_record, "not the approved one"),
        (lose_plan, "No plan could be fetched"),
        (lose_record, "lacks its record.json"),
    ],
)
def test_a_plan_that_is_not_as_it_was_is_refused(
    place: Place,
    planned: Name,
    cloud: Any,
    terraform: Path,
    bundles: Path,
    fault: Callable[[Path], None],
    reason: str,
) -> None:
    """J8."""
    fault(cloud.object(f"plans/{COMMIT}/prod"))
    with pytest.raises(ReleaseStopped, match=reason):
        apply(place, planned, COMMIT, bundles)
    assert not applied(terraform)
    assert not cloud.calls("run", "services", "update-traffic")


def test_a_checkout_of_another_commit_is_refused(place: Place, planned: Name, terraform: Path, bundles: Path) -> None:
    with pytest.raises(ReleaseStopped, match="The branch has moved on"):
        apply(place, planned, "b" * 40, bundles)
    assert not applied(terraform)


def test_a_plan_overtaken_by_a_newer_one_is_refused(
    place: Place, planned: Name, terraform: Path, bundles: Path
) -> None:
    newer = plan(place, "b" * 40, bundles).name
    with pytest.raises(ReleaseStopped, match=f"A newer plan was made: {newer}"):
        apply(place, planned, COMMIT, bundles)
    assert not applied(terraform)


def test_other_archives_than_planned_are_refused(place: Place, planned: Name, terraform: Path, bundles: Path) -> None:
    (bundles / "chat.zip").write_bytes(b"chat 2")
    with pytest.raises(ReleaseStopped, match=r"Not the archives that were planned: chat\.zip"):
        apply(place, planned, COMMIT, bundles)
    assert not applied(terraform)


def test_a_plan_for_another_environment_is_refused(
    place: Place, planned: Name, cloud: Any, terraform: Path, bundles: Path
) -> None:
    cloud.object(f"plans/{COMMIT}/prod").rename(cloud.object(f"plans/{COMMIT}/dev"))
    with pytest.raises(ReleaseStopped, match="This plan is for prod, not for dev"):
        apply(Place("dev", "p", "europe-west1", "bucket"), planned, COMMIT, bundles)
    assert not applied(terraform)


def test_a_stale_plan_is_refused_in_terraforms_own_words(
    place: Place, planned: Name, cloud: Any, terraform: Path, bundles: Path
) -> None:
    """J8: what the environment has become since is not overwritten."""
    apply(place, planned, COMMIT, bundles)
    with pytest.raises(ReleaseStopped, match="Saved plan is stale"):
        apply(place, planned, COMMIT, bundles)


def test_a_release_under_way_is_not_overrun(place: Place, planned: Name, cloud: Any, bundles: Path) -> None:
    split = [{"revisionName": "chat-1", "percent": 50}, {"revisionName": "chat-2", "percent": 50}]
    cloud.serve("chat", split, "chat-2")
    with pytest.raises(ReleaseStopped, match="Traffic is still split for chat"):
        apply(place, planned, COMMIT, bundles)
    assert cloud.traffic("chat") == {"chat-1": 50, "chat-2": 50}
