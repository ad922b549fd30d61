"""The platform's Terraform, ready to be planned, with its table of functions grown if asked."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.setup.places import ROOT
from tests.deploy.plan import Plan
from tests.deploy.promises import Declared
from tests.deploy.terraform import Workspace

AT_ONCE = 2  # processor cores of the smallest machine that runs this
INSTALLATION: dict[str, Any] = {
    "billing_account": "012345-6789AB-CDEF01",
    "channels": {"notify_team": {"type": "email", "labels": {"email_address": "team@shop.example"}}},
    "project_id": "some-project",
    "project_number": "123456789012",
    "region": "europe-west1",
    "repository": "projects/some-project/locations/europe-west1/connections/here/repositories/shop",
    "runbook_base_url": "https://shop.example/runbooks",
    "state_bucket": "some-project-state",
}
KEY = "projects/some-project/locations/europe-west1/keyRings/shop/cryptoKeys/data"

# Every need that a function may declare, also those that none declares today: the table grows, and Terraform with it.
GROWN: dict[str, dict[str, Any]] = {
    "report": {"kind": "task", "queue": "reports", "buckets": ["exports"], "secrets": ["SIGNING_SECRET"]},
    "upload": {"kind": "event", "topic": "photo.uploaded", "buckets": ["photos"], "enqueues": ["reports"]},
    "dead_letter": {"kind": "event", "topic": "dead-letters"},
    "tidy": {"kind": "event", "topic": "schedule.tidy", "schedule": "0 3 * * *", "publishes": ["photo.uploaded"]},
}

OWN = {
    "kms_key": KEY,
    "api_host": "api.shop.example",
    "domain": "shop.example",
    "model_users": ["chat"],
    "model_settings": {"VERTEX_MODEL": "gemini-2.5-flash", "VERTEX_DAILY_BUDGET": "1000"},
}


@dataclass(frozen=True)
class Planned:
    """A plan as Terraform shows it, read, and what the code says that it needs."""

    shown: Mapping[str, Any]
    declared: Declared

    @property
    def plan(self) -> Plan:
        return Plan.of(self.shown)


def plan_all(folder: Path, environment: Mapping[str, str]) -> dict[str, Planned]:
    """Plans of dev, of prod, and of prod with all that may grow or be one's own. Raises TerraformFailed."""
    asked = {
        "dev": ("dev", {}, {}),
        "prod": ("prod", {}, {}),
        "grown": ("prod", GROWN, OWN),
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {
            name: pool.submit(_planned, folder / name, environment, of, grown, {**INSTALLATION, **more})
            for name, (of, grown, more) in asked.items()
        }
        return {name: one.result() for name, one in running.items()}


def platform(
    folder: Path, environment: Mapping[str, str], root: str, grown: Mapping[str, Any] | None = None
) -> Workspace:
    """A copy of terraform/ with one small file in place of each bundle: a plan needs no more than its digest."""
    folder.mkdir(parents=True)
    workspace = Workspace.of(ROOT / "terraform", folder, environment, root)
    table = folder / "terraform" / "api" / "functions.json"
    functions = json.loads(table.read_text())
    blank: dict[str, list[str]] = {need: [] for need in ("paths", "publishes", "enqueues", "buckets", "secrets")}
    like = {**functions["health"], **blank, "topic": None, "queue": None, "schedule": None}
    functions.update({name: {**like, **said} for name, said in (grown or {}).items()})
    table.write_text(json.dumps(functions))
    (folder / ".cache").unlink(missing_ok=True)  # a link to the repository's own, whose bundles stay as they are
    bundles = folder / ".cache" / "bundles"
    bundles.mkdir(parents=True)
    for name in functions:
        (bundles / f"{name}.zip").write_text(name)
    return workspace


def _planned(
    folder: Path, environment: Mapping[str, str], of: str, grown: Mapping[str, Any], variables: Mapping[str, Any]
) -> Planned:
    workspace = platform(folder, environment, f"environments/{of}", grown)
    workspace.init()
    workspace.validate()
    return Planned(workspace.plan(variables), Declared.read(folder, of))
