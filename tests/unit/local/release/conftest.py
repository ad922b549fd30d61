"""A release's world: a project of functions behind a gcloud that writes its calls down, and the real Terraform."""

import json
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local.release import place as places
from local.release.place import Place

STAND_IN = Path(__file__).parent / "gcloud_stand_in.py"
COMMIT = "a" * 40
MAIN_TF = """
terraform {
  backend "gcs" { prefix = "state" }
}
variable "greeting" { default = "hello" }
resource "terraform_data" "shop" { input = var.greeting }
"""


@dataclass
class Cloud:
    """What lies behind the stand-in."""

    folder: Path

    def calls(self, *words: str) -> list[list[str]]:
        """The calls that begin with these words, in order."""
        file = self.folder / "calls"
        every = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [call for call in every if tuple(call[: len(words)]) == words]

    def object(self, path: str) -> Path:
        return self.folder / "gs" / "bucket" / path

    def serve(self, name: str, traffic: Sequence[dict[str, Any]], latest: str, created: str | None = None) -> None:
        """A function whose service gives its revisions this traffic."""
        status = {
            "latestReadyRevisionName": latest,
            "latestCreatedRevisionName": created or latest,
            "traffic": traffic,
        }
        service = {"metadata": {"name": name}, "status": status}
        (self.folder / "services" / f"{name}.json").write_text(json.dumps(service))
        names = sorted(file.stem for file in (self.folder / "services").glob("*.json"))
        where = "projects/p/locations/europe-west1/services"
        functions = [{"name": one, "serviceConfig": {"service": f"{where}/{one}"}} for one in names]
        (self.folder / "functions.json").write_text(json.dumps(functions))

    def deploy(self, name: str, revision: str, *, moves_traffic: bool = False) -> None:
        """A new revision, as Terraform makes it."""
        file = self.folder / "services" / f"{name}.json"
        service = json.loads(file.read_text())
        service["status"] |= {"latestReadyRevisionName": revision, "latestCreatedRevisionName": revision}
        if moves_traffic:
            service["status"]["traffic"] = [{"revisionName": revision, "percent": 100, "latestRevision": True}]
        file.write_text(json.dumps(service))

    def traffic(self, name: str) -> dict[str, int]:
        service = json.loads((self.folder / "services" / f"{name}.json").read_text())
        return {target["revisionName"]: target["percent"] for target in service["status"]["traffic"]}

    def logged(self, statuses: dict[str, list[int]]) -> None:
        entries = [
            {"resource": {"labels": {"revision_name": revision}}, "httpRequest": {"status": status}}
            for revision, several in statuses.items()
            for status in several
        ]
        (self.folder / "requests.json").write_text(json.dumps(entries))

    def breaks(self, name: str) -> None:
        (self.folder / "broken").write_text(name)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that comes first on PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def cloud(tmp_path: Path, programs: Path) -> Cloud:
    folder = tmp_path / "cloud"
    (folder / "services").mkdir(parents=True)
    for file in ("functions.json", "requests.json"):
        (folder / file).write_text("[]")
    (folder / "broken").touch()
    command = shlex.join([sys.executable, "-S", str(STAND_IN), str(folder)])
    _program(programs / "gcloud", f'exec {command} "$@"')
    return Cloud(folder)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An environment "prod" in a tree of its own."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    where = Place("prod", "p", "europe-west1", "bucket")
    where.root.mkdir(parents=True)
    (where.root / "main.tf").write_text(MAIN_TF)
    return where


@pytest.fixture
def bundles(tmp_path: Path) -> Path:
    folder = tmp_path / "bundles"
    folder.mkdir()
    (folder / "chat.zip").write_bytes(b"chat 1")
    return folder


@pytest.fixture
def terraform(tmp_path: Path, place: Place, programs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real Terraform, its state in a file instead of a bucket; the path of that file."""
    real = shutil.which("terraform")
    if not real:
        pytest.skip("NOT CHECKED: terraform is not on this machine, so no real plan is made, altered or applied")
    config = tmp_path / "terraformrc"
    config.touch()
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(config))
    monkeypatch.setenv("CHECKPOINT_DISABLE", "1")
    state = tmp_path / "terraform.tfstate"
    (place.root / "backend_override.tf").write_text(f'terraform {{\n  backend "local" {{ path = "{state}" }}\n}}\n')
    # A local backend knows no bucket; that the bucket is named is seen in `terraform-calls`.
    script = f"""echo "$*" >> {shlex.quote(str(tmp_path / "terraform-calls"))}
n=$#
while [ "$n" -gt 0 ]; do
  case $1 in -backend-config=*) ;; *) set -- "$@" "$1" ;; esac
  shift
  n=$((n - 1))
done
exec {shlex.quote(real)} "$@\""""
    _program(programs / "terraform", script)
    return state


def _program(file: Path, body: str) -> None:
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
