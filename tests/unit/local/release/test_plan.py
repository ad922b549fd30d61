"""A plan is made by the real Terraform, stored with what it depends on, and named by the digest of all of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.release.place import Place
from local.release.plan import plan, propose
from local.release.problem import ReleaseStopped
from local.release.record import Record
from tests.unit.local.release.conftest import COMMIT

pytestmark = pytest.mark.usefixtures("cloud", "terraform")


def test_a_plan_is_stored_under_its_commit_with_its_record(place: Place, cloud: Any, bundles: Path) -> None:
    """J8."""
    record = plan(place, COMMIT, bundles)
    stored = cloud.object(f"plans/{COMMIT}/prod")
    assert {file.name for file in stored.iterdir()} == {"plan.tfplan", "plan.txt", "record.json"}
    assert Record.read((stored / "record.json").read_bytes()).name == record.name
    assert "terraform_data.shop will be created" in (stored / "plan.txt").read_text()
    assert cloud.object("plans/newest/prod").read_text().strip() == str(record.name)
    assert set(record.files) == {"plan.tfplan"}
    assert set(record.bundles) == {"chat.zip"}


def test_planning_names_the_state_bucket_and_takes_no_lock(place: Place, bundles: Path, tmp_path: Path) -> None:
    plan(place, COMMIT, bundles)
    init, planned = (tmp_path / "terraform-calls").read_text().splitlines()[:2]
    assert "-backend-config=bucket=bucket" in init
    assert "-lock=false" in planned


def test_a_changed_archive_gives_the_plan_another_name(place: Place, bundles: Path) -> None:
    first = plan(place, COMMIT, bundles).name
    (bundles / "chat.zip").write_bytes(b"chat 2")
    assert plan(place, COMMIT, bundles).name != first


def test_a_plan_without_archives_is_refused_before_terraform_runs(place: Place, tmp_path: Path) -> None:
    with pytest.raises(ReleaseStopped, match="make bundle first"):
        plan(place, COMMIT, tmp_path / "nothing")
    assert not (tmp_path / "terraform-calls").exists()


def test_a_faulty_configuration_stores_nothing(place: Place, cloud: Any, bundles: Path) -> None:
    (place.root / "main.tf").write_text('resource "terraform_data" "shop" { inputs = 1 }')
    with pytest.raises(ReleaseStopped, match="terraform plan failed"):
        plan(place, COMMIT, bundles)
    assert not cloud.calls("storage")


def test_a_proposal_carries_the_plans_name(place: Place, cloud: Any, bundles: Path) -> None:
    """J8: approval is asked for one plan, by digest."""
    record = plan(place, COMMIT, bundles)
    assert propose(place, "release-plans") == record.name
    [call] = cloud.calls("pubsub", "topics", "publish", "release-plans")
    assert f"--attribute=environment=prod,plan={record.name}" in call


def test_a_plan_that_changes_nothing_is_not_proposed(place: Place, cloud: Any, bundles: Path) -> None:
    (place.root / "main.tf").write_text("")
    assert not plan(place, COMMIT, bundles).changes
    assert propose(place, "release-plans") is None
    assert not cloud.calls("pubsub")


def test_there_is_nothing_to_propose_before_a_plan(place: Place) -> None:
    with pytest.raises(ReleaseStopped, match="make plan ENV=prod first"):
        propose(place, "release-plans")


def test_a_record_reads_as_it_was_written(place: Place, bundles: Path) -> None:
    record = plan(place, COMMIT, bundles)
    assert Record.read(record.written()) == record
    assert json.loads(record.written())["commit"] == COMMIT
