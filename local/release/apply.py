"""Applies exactly the plan that was approved, with traffic held where it is."""

import hashlib
import shutil
from pathlib import Path

from local.release import rollout, shelf, terraform
from local.release.place import Place
from local.release.plan import BUNDLES, bundle_digests
from local.release.problem import ReleaseStopped
from local.release.record import LOCK, PLAN, RECORD, Name, Record, differing, digests


def apply(place: Place, name: Name, commit: str, bundles: Path = BUNDLES) -> None:
    """Raises `ReleaseStopped`; whatever it finds wrong before Terraform starts, it has changed nothing."""
    shelf.fetch_plan(place, name)
    check(place, name, commit, bundle_digests(bundles))
    lock = place.workspace / LOCK
    if lock.exists():
        shutil.copy(lock, place.root / terraform.LOCK_FILE)
    terraform.init(place, exactly=lock.exists())
    before = rollout.hold(place)
    try:
        terraform.apply(place, place.workspace / PLAN)
    finally:
        rollout.put_back(place, before)


def check(place: Place, name: Name, commit: str, archives: dict[str, str]) -> None:
    """Refuses a plan that is altered, of another environment, overtaken, or not of the code that lies here."""
    content = _read(place.workspace / RECORD)
    if hashlib.sha256(content).hexdigest() != name.digest:
        raise ReleaseStopped(f"The plan stored for {name.commit} is not the approved one. Nothing was applied.")
    record = Record.read(content)
    here = digests(file for file in (place.workspace / PLAN, place.workspace / LOCK) if file.exists())
    if altered := differing(here, record.files):
        raise ReleaseStopped(f"Altered since the plan was made: {', '.join(altered)}. Nothing was applied.")
    if record.environment != place.environment:
        raise ReleaseStopped(f"This plan is for {record.environment}, not for {place.environment}.")
    if commit != record.commit:
        raise ReleaseStopped(
            f"The branch has moved on: the plan is of {record.commit}, the checkout of {commit}. "
            "Approve the newer plan."
        )
    if (newest := shelf.newest_plan(place)) != str(name):
        raise ReleaseStopped(f"A newer plan was made: {newest}. Approve that one, or run the plan's build again.")
    if other := differing(archives, record.bundles):
        raise ReleaseStopped(f"Not the archives that were planned: {', '.join(other)}. Make the bundles anew.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise ReleaseStopped(f"The stored plan lacks its {file.name}. Make a new plan.") from None
