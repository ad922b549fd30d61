"""checkov finds what is planted in a plan, and a skip excuses only what it names."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy import checkov
from tests.deploy.checkov import CheckovFailed, Finding, Skip
from tests.deploy.terraform import Workspace

PUBLIC_BUCKET = """\
terraform {
  required_providers {
    google = { source = "hashicorp/google", version = "~> 6.50" }
  }
}

resource "google_storage_bucket" "photos" {
  name     = "photos"
  location = "EU"
}

resource "google_storage_bucket_iam_member" "everyone" {
  bucket = google_storage_bucket.photos.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}
"""
OPEN = Finding("CKV_GCP_28", "google_storage_bucket_iam_member.everyone", "public")


def test_a_planted_public_bucket_is_found(
    workspace_of: Callable[[str], Workspace], checkov_program: Path, tmp_path: Path
) -> None:
    """J7: both the missing prevention and the open door itself."""
    workspace = workspace_of(PUBLIC_BUCKET)
    workspace.init()
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(workspace.plan()))
    found = {(finding.check, finding.resource) for finding in checkov.scan(plan)}
    assert ("CKV_GCP_28", "google_storage_bucket_iam_member.everyone") in found
    assert ("CKV_GCP_114", "google_storage_bucket.photos") in found


def test_a_plan_without_resources_is_no_good_result(checkov_program: Path, tmp_path: Path) -> None:
    """A file in which checkov finds nothing to check must not pass for a clean plan."""
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}}))
    with pytest.raises(CheckovFailed, match="checked nothing"):
        checkov.scan(plan)


def test_a_skip_covers_only_the_resources_it_names() -> None:
    other = Finding("CKV_GCP_28", "google_storage_bucket_iam_member.someone", "public")
    skip = Skip(check="CKV_GCP_28", resources=("google_storage_bucket_iam_member.every*",), reason="a shop window")
    assert checkov.unexplained([OPEN, other], [skip]) == [other]


def test_a_skip_covers_every_instance_of_a_resource() -> None:
    instance = Finding("CKV_GCP_83", 'module.messaging.google_pubsub_topic.events["order.placed"]', "no key")
    skip = Skip(
        check="CKV_GCP_83",
        resources=("module.messaging.google_pubsub_topic.events*",),
        reason="Google's key is enough",
    )
    assert checkov.unexplained([instance], [skip]) == []


def test_a_skip_can_name_one_instance() -> None:
    photos, exports = (
        Finding("CKV_GCP_78", f'module.storage.google_storage_bucket.this["{name}"]', "no versions")
        for name in ("photos", "exports")
    )
    skip = Skip(
        check="CKV_GCP_78",
        resources=('module.storage.google_storage_bucket.this["photos"]',),
        reason="A photo lives a day.",
    )
    assert checkov.unexplained([photos, exports], [skip]) == [exports]


def test_a_skip_that_covers_nothing_is_named() -> None:
    stale = Skip(check="CKV_GCP_1", resources=("*",), reason="once there was a cluster")
    assert checkov.unused([OPEN], [stale, Skip(check="CKV_GCP_28", resources=("*",), reason="meant")]) == [stale]


def test_skips_are_read_with_their_reasons(tmp_path: Path) -> None:
    file = tmp_path / "checkov.yaml"
    file.write_text('skips:\n  - check: CKV_GCP_78\n    resources: ["x.y*"]\n    reason: No older versions.\n')
    assert checkov.read_skips(file) == [Skip(check="CKV_GCP_78", resources=("x.y*",), reason="No older versions.")]


@pytest.mark.parametrize(
    "entry",
    [
        '{check: CKV_GCP_78, resources: ["*"]}',
        '{check: CKV_GCP_78, resources: ["*"], reason: " "}',
        "{check: CKV_GCP_78, resources: [], reason: why}",
        "{check: CKV_GCP_78, resources: x, reason: why}",
        '{resources: ["*"], reason: why}',
        "CKV_GCP_78",
    ],
)
def test_a_skip_without_rule_resources_or_reason_is_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "checkov.yaml"
    file.write_text(f"skips:\n  - {entry}\n")
    with pytest.raises(CheckovFailed, match="each skip needs"):
        checkov.read_skips(file)
