"""Makes a plan, stores it with all that it depends on, and gives it a name that no other plan can have."""

import shutil
from pathlib import Path

from local.release import gcloud, shelf, terraform
from local.release.place import ROOT, Place
from local.release.problem import ReleaseStopped
from local.release.record import LOCK, PLAN, RECORD, WORDS, Name, Record, digests

BUNDLES = ROOT / ".cache" / "bundles"


def plan(place: Place, commit: str, bundles: Path = BUNDLES) -> Record:
    """Plans, stores and names. Raises `ReleaseStopped`."""
    archives = bundle_digests(bundles)
    shutil.rmtree(place.workspace, ignore_errors=True)
    place.workspace.mkdir(parents=True)
    terraform.init(place, exactly=False)
    changes = terraform.plan(place, place.workspace / PLAN)
    record = _recorded(place, commit, changes, archives)
    shelf.put_plan(place, record.name)
    return record


def propose(place: Place, topic: str) -> Name | None:
    """Asks for approval of the plan in the workspace; None when it changes nothing. Raises `ReleaseStopped`."""
    try:
        record = Record.read((place.workspace / RECORD).read_bytes())
    except OSError:
        raise ReleaseStopped(f"There is no plan to propose: make plan ENV={place.environment} first.") from None
    if not record.changes:
        return None
    gcloud.run(gcloud.publish(place, topic, {"environment": place.environment, "plan": str(record.name)}))
    return record.name


def bundle_digests(folder: Path) -> dict[str, str]:
    """Raises `ReleaseStopped` when there are no archives."""
    if found := digests(folder.glob("*.zip")):
        return found
    raise ReleaseStopped(f"There are no archives in {folder}: make bundle first.")


def _recorded(place: Place, commit: str, changes: bool, archives: dict[str, str]) -> Record:
    folder = place.workspace
    (folder / WORDS).write_text(terraform.show(place, folder / PLAN))
    lock = place.root / terraform.LOCK_FILE
    if lock.exists():  # absent only where a root needs no provider
        shutil.copy(lock, folder / LOCK)
    files = digests(file for file in (folder / PLAN, folder / LOCK) if file.exists())
    record = Record(place.environment, commit, changes, files, archives)
    (folder / RECORD).write_bytes(record.written())
    return record
