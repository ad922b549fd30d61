"""The emulators' programs: Google's jars in an installed gcloud, the two others from packages fetched by set-up."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from local.setup.places import CACHE
from local.setup.tools import TOOLS

FAKE_GCS = CACHE / "emulators" / "fake-gcs-server"
TASKS = TOOLS / "tasks-emulator" / "bin" / "gcloud-tasks-emulator"
_SDKS = ("/usr/lib/google-cloud-sdk", "/opt/google-cloud-sdk", "/snap/google-cloud-cli/current")


class EmulatorsMissing(Exception):
    """The message names what is missing and how to get it."""


@dataclass(frozen=True)
class Programs:
    java: Path
    firestore: Path  # jar
    pubsub: Path  # jar
    storage: Path
    tasks: Path


def find() -> Programs:
    """Raises `EmulatorsMissing`."""
    java = shutil.which("java")
    firestore = _in_sdk("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
    pubsub = _in_sdk("platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar")
    missing = [
        *([] if java else ["Java 17 or newer"]),
        *([] if firestore else ["gcloud components install cloud-firestore-emulator"]),
        *([] if pubsub else ["gcloud components install pubsub-emulator"]),
        *([] if FAKE_GCS.exists() else ["fake-gcs-server (x86-64 Linux; set-up fetches it)"]),
        *([] if TASKS.exists() else ["gcloud-tasks-emulator (set-up fetches it)"]),
    ]
    if java is None or firestore is None or pubsub is None or missing:
        raise EmulatorsMissing(f"Google's emulators need: {'; '.join(missing)}.")
    return Programs(Path(java), firestore, pubsub, FAKE_GCS, TASKS)


def _in_sdk(pattern: str) -> Path | None:
    found = (jar for sdk in _sdks() for jar in sorted(sdk.glob(pattern)))
    return next(found, None)


def _sdks() -> Iterable[Path]:
    if named := os.environ.get("CLOUDSDK_ROOT_DIR"):
        yield Path(named)
    if gcloud := shutil.which("gcloud"):
        yield Path(gcloud).resolve().parents[1]
    yield from (Path(sdk) for sdk in (*_SDKS, Path.home() / "google-cloud-sdk"))
