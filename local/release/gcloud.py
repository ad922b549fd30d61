"""The gcloud commands of a release: each is a list of arguments, and one place runs them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from local.release.place import Place
from local.release.program import answer

Command = list[str]
TIMEOUT_S = 120.0


def functions(place: Place) -> Command:
    """Lists the functions of an environment, as the Cloud Functions API version 2 describes them."""
    return [
        "gcloud",
        "functions",
        "list",
        "--v2",
        f"--regions={place.region}",
        f"--project={place.project}",
        f"--filter={place.labels}",
        "--format=json",
    ]


def service(place: Place, name: str) -> Command:
    """Describes the Cloud Run service below a function: its revisions and who gets how much traffic."""
    return ["gcloud", "run", "services", "describe", name, *_where(place), "--format=json"]


def shift(place: Place, name: str, shares: Mapping[str, int]) -> Command:
    """Gives revisions, by name, their percentages of the traffic. They add up to 100."""
    targets = ",".join(f"{revision}={percent}" for revision, percent in shares.items())
    return [
        "gcloud",
        "run",
        "services",
        "update-traffic",
        name,
        f"--to-revisions={targets}",
        *_where(place),
        "--quiet",
    ]


def requests(place: Place, log_filter: str, limit: int) -> Command:
    """Reads Cloud Run's own request log, newest first."""
    fields = "--format=json(resource.labels.revision_name,httpRequest.status)"
    return ["gcloud", "logging", "read", log_filter, f"--limit={limit}", f"--project={place.project}", fields]


def copy(sources: Sequence[str], target: str) -> Command:
    """Copies files to or from Cloud Storage (gs:// addresses)."""
    return ["gcloud", "storage", "cp", *sources, target]


def publish(place: Place, topic: str, attributes: Mapping[str, str]) -> Command:
    pairs = ",".join(f"{name}={value}" for name, value in attributes.items())
    return ["gcloud", "pubsub", "topics", "publish", topic, f"--project={place.project}", f"--attribute={pairs}"]


def run(command: Command) -> str:
    """Raises `ReleaseStopped`."""
    return answer(command, TIMEOUT_S)


def ask(command: Command) -> Any:
    """What a command with `--format=json` answers. Raises `ReleaseStopped`."""
    return json.loads(run(command) or "null")


def _where(place: Place) -> list[str]:
    return [f"--region={place.region}", f"--project={place.project}"]
