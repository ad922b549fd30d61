"""The bucket's part of a release: plans by commit, the newest plan's name, what served before."""

import json
import shutil
from collections.abc import Mapping

from local.release import gcloud
from local.release.place import Place
from local.release.problem import ReleaseStopped
from local.release.record import LOCK, PLAN, RECORD, WORDS, Name

FILES = (PLAN, WORDS, LOCK, RECORD)


def put_plan(place: Place, name: Name) -> None:
    """Stores what lies in the workspace, then names it as the newest plan. Raises `ReleaseStopped`."""
    files = [str(place.workspace / file) for file in FILES if (place.workspace / file).exists()]
    gcloud.run(gcloud.copy(files, _folder(place, name)))
    newest = place.workspace / "newest"
    newest.write_text(f"{name}\n")
    gcloud.run(gcloud.copy([str(newest)], _newest(place)))


def fetch_plan(place: Place, name: Name) -> None:
    """Fills the workspace with a stored plan. Raises `ReleaseStopped` when there is none."""
    shutil.rmtree(place.workspace, ignore_errors=True)
    place.workspace.mkdir(parents=True)
    try:
        gcloud.run(gcloud.copy([f"{_folder(place, name)}*"], f"{place.workspace}/"))
    except ReleaseStopped as problem:
        folder = _folder(place, name)
        raise ReleaseStopped(
            f"No plan could be fetched from {folder}. Was it made, and for this environment?\n{problem}"
        ) from None


def newest_plan(place: Place) -> str:
    return _fetched(place, _newest(place), "newest").strip()


def put_served_before(place: Place, revisions: Mapping[str, str]) -> None:
    """Remembers, for rollback, which revision of each service served before this release."""
    file = place.workspace / "before.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(revisions, indent=2, sort_keys=True))
    gcloud.run(gcloud.copy([str(file)], _before(place)))


def served_before(place: Place) -> dict[str, str]:
    found: dict[str, str] = json.loads(_fetched(place, _before(place), "before.json"))
    return found


def _fetched(place: Place, address: str, name: str) -> str:
    place.workspace.mkdir(parents=True, exist_ok=True)
    gcloud.run(gcloud.copy([address], str(place.workspace / name)))
    return (place.workspace / name).read_text()


def _folder(place: Place, name: Name) -> str:
    return f"gs://{place.bucket}/plans/{name.commit}/{place.environment}/"


def _newest(place: Place) -> str:
    return f"gs://{place.bucket}/plans/newest/{place.environment}"


def _before(place: Place) -> str:
    return f"gs://{place.bucket}/releases/{place.environment}/before.json"
