"""J7: the schema check plans what is right and refuses, by name, what the true schema does not allow."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.schema import snapshot
from tests.deploy.terraform import TerraformFailed, Workspace

GOOD = """\
terraform {
  required_providers {
    google      = { source = "hashicorp/google", version = "~> 6.50" }
    google-beta = { source = "hashicorp/google-beta", version = "~> 6.50" }
  }
  backend "gcs" {}
}

variable "events" {
  type = list(string)
}

resource "google_firestore_database" "main" {
  name        = "(default)"
  location_id = "eur3"
  type        = "FIRESTORE_NATIVE"
}

resource "google_secret_manager_secret" "key" {
  secret_id = "signing-key"
  replication {
    auto {}
  }
}

resource "google_pubsub_topic" "events" {
  for_each = toset(var.events)
  name     = each.key
}

resource "google_storage_bucket" "photos" {
  name                        = "photos"
  location                    = "EU"
  uniform_bucket_level_access = true
  versioning {
    enabled = false
  }
}

resource "google_cloudfunctions2_function" "chat" {
  name     = "chat"
  location = "europe-west1"
  service_config {
    max_instance_count = 3
  }
}

resource "google_api_gateway_api" "api" {
  provider = google-beta
  api_id   = "api"
}

output "address" {
  value = google_cloudfunctions2_function.chat.service_config[0].uri
}
"""

FAULTS = {
    "an unknown attribute": (
        "uniform_bucket_level_access = true",
        "uniform_bucket_acces = true",
        'argument named "uniform_bucket_acces" is not expected',
    ),
    "a required argument left out": ('  location_id = "eur3"\n', "", 'argument "location_id" is required'),
    "an unknown block": ("versioning {", "versions {", 'Blocks of type "versions" are not expected'),
    "a required block left out": (
        "  replication {\n    auto {}\n  }\n",
        "",
        'At least 1 "replication" blocks are required',
    ),
    "a value of the wrong type": (
        "max_instance_count = 3",
        'max_instance_count = "three"',
        '"max_instance_count": a number is required',
    ),
    "too many blocks": (
        "  versioning {\n",
        "  versioning {\n    enabled = true\n  }\n  versioning {\n",
        'No more than 1 "versioning" blocks are allowed',
    ),
    "a reference to what is not there": (
        "service_config[0].uri",
        "service_config[0].url",
        'no argument, nested block, or exported attribute named "url"',
    ),
    "an attribute that only the provider sets": (
        "max_instance_count = 3",
        'uri = "https://chat.example"',
        'Can\'t configure a value for "service_config.0.uri"',
    ),
    "a resource of google-beta alone, used through google": (
        "provider = google-beta",
        "provider = google",
        'does not support resource type "google_api_gateway_api"',
    ),
    "a data source, which would need the cloud to plan": (
        'output "address" {',
        'data "google_project" "this" {}\n\noutput "address" {',
        'does not support data source "google_project"',
    ),
    "a resource that no provider has": (
        '"google_pubsub_topic"',
        '"google_pubsub_theme"',
        'does not support resource type "google_pubsub_theme"',
    ),
}

Make = Callable[[str], Workspace]


def test_a_good_configuration_plans(workspace_of: Make) -> None:
    """J7: for_each, two providers and values known after apply are planned as with the real provider."""
    workspace = workspace_of(GOOD)
    workspace.init()
    workspace.validate()
    plan = workspace.plan({"events": ["conversation.updated", "order.placed"]})
    changes = {change["address"]: change["change"] for change in plan["resource_changes"]}
    assert {address for address in changes if address.startswith("google_pubsub")} == {
        'google_pubsub_topic.events["conversation.updated"]',
        'google_pubsub_topic.events["order.placed"]',
    }
    assert changes["google_firestore_database.main"]["after"]["location_id"] == "eur3"
    assert changes["google_cloudfunctions2_function.chat"]["after_unknown"]["service_config"][0]["uri"] is True
    assert changes["google_storage_bucket.photos"]["after_unknown"]["project"] is True


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_by_name(workspace_of: Make, fault: str) -> None:
    """J7: what the schema of the real provider does not allow fails before anything reaches a cloud."""
    right, wrong, message = FAULTS[fault]
    assert right in GOOD
    workspace = workspace_of(GOOD.replace(right, wrong))
    workspace.init()
    with pytest.raises(TerraformFailed) as refused:
        workspace.validate()
    assert message in _one_line(refused.value)


def test_an_apply_is_refused(workspace_of: Make) -> None:
    """A schema check can never be taken for a deployment: nothing is created."""
    workspace = workspace_of(GOOD)
    workspace.init()
    with pytest.raises(TerraformFailed, match="Apply is refused"):
        workspace.run("apply", "-no-color", "-auto-approve", '-var=events=["conversation.updated"]')


def test_assertions_of_terraform_test_are_held_against_the_plan(workspace_of: Make) -> None:
    workspace = workspace_of(GOOD)
    (workspace.folder / "photos.tftest.hcl").write_text(_assertion("true"))
    workspace.init()
    assert "1 passed, 0 failed" in workspace.test()
    (workspace.folder / "photos.tftest.hcl").write_text(_assertion("false"))
    with pytest.raises(TerraformFailed, match="buckets are uniform"):
        workspace.test()


def test_unformatted_configuration_is_refused(workspace_of: Make) -> None:
    workspace = workspace_of(GOOD)
    assert workspace.fmt_check() == ""
    (workspace.folder / "crooked.tf").write_text('variable "a" {\ntype=string\n}\n')
    with pytest.raises(TerraformFailed, match=r"crooked\.tf"):
        workspace.fmt_check()


def test_configuration_reaches_what_lies_beside_it(terraform_environment: dict[str, str], tmp_path: Path) -> None:
    """Terraform reads the product's own index file and the bundles that were made, not copies of them."""
    configuration, beside, copied = (
        tmp_path / name for name in ("repository/terraform", "repository/.made", "copied")
    )
    for folder in (configuration, beside, copied):
        folder.mkdir(parents=True)
    (beside / "fact.txt").write_text("one")
    (configuration / "main.tf").write_text('output "fact" {\n  value = file("${path.module}/../.made/fact.txt")\n}\n')
    workspace = Workspace.of(configuration, copied, terraform_environment)
    workspace.init()
    assert workspace.plan()["planned_values"]["outputs"]["fact"]["value"] == "one"


def test_the_original_folder_stays_as_it_was(workspace_of: Make, tmp_path: Path) -> None:
    workspace_of(GOOD).init()
    assert [file.name for file in (tmp_path / "written" / "configuration").iterdir()] == ["main.tf"]


def test_only_google_beta_has_the_api_gateway() -> None:
    beta_alone = snapshot.read("google-beta").resources.keys() - snapshot.read("google").resources.keys()
    assert {"google_api_gateway_api", "google_api_gateway_api_config", "google_api_gateway_gateway"} <= beta_alone


@pytest.mark.parametrize("provider", ["google", "google-beta"])
def test_the_kept_schema_holds_every_wanted_resource(provider: str) -> None:
    """All of them in google-beta; in google all but those of google-beta alone."""
    wanted = {f"google_{name}" for name in snapshot.wanted()["resources"]}
    held = snapshot.read(provider).resources.keys()
    assert held <= wanted
    assert wanted == snapshot.read("google-beta").resources.keys()


def test_the_same_schema_is_kept_as_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (snapshot.DATA / "google.json.xz").read_bytes()
    schema = snapshot.read("google")
    monkeypatch.setattr(snapshot, "DATA", tmp_path)
    snapshot.write("google", schema)
    assert (tmp_path / "google.json.xz").read_bytes() == kept


def _assertion(value: str) -> str:
    return f"""
variables {{
  events = []
}}
run "plan" {{
  command = plan
  assert {{
    condition     = google_storage_bucket.photos.uniform_bucket_level_access == {value}
    error_message = "buckets are uniform"
  }}
}}
"""


def _one_line(error: TerraformFailed) -> str:
    return re.sub(r"\s+", " ", str(error))
