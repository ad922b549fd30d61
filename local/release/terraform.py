"""Terraform's part of a release: init, plan, show, apply of a saved plan."""

from pathlib import Path

from local.release.place import Place
from local.release.problem import ReleaseStopped
from local.release.program import aloud, answer

INIT_TIMEOUT_S, PLAN_TIMEOUT_S, SHOW_TIMEOUT_S, APPLY_TIMEOUT_S = 300.0, 900.0, 120.0, 3000.0
LOCK_FILE = ".terraform.lock.hcl"
CHANGES = 2  # what -detailed-exitcode says when there is something to do
STALE = "Saved plan is stale"


def init(place: Place, *, exactly: bool) -> None:
    """`exactly`: with the very providers that the lock file names. Raises `ReleaseStopped`."""
    lock = ["-lockfile=readonly"] if exactly else []
    command = [
        *_terraform(place),
        "init",
        "-input=false",
        "-no-color",
        f"-backend-config=bucket={place.bucket}",
        *lock,
    ]
    if aloud(command, INIT_TIMEOUT_S).code:
        raise ReleaseStopped("terraform init failed; its own words are above.")


def plan(place: Place, file: Path) -> bool:
    """Saves the plan; true when it changes anything. Raises `ReleaseStopped`.

    Planning takes no lock and so needs no right to write the state: should an apply run meanwhile, this plan is
    stale, and apply refuses it.
    """
    options = ["-input=false", "-no-color", "-lock=false", "-detailed-exitcode", f"-out={file}"]
    code = aloud([*_terraform(place), "plan", *options], PLAN_TIMEOUT_S).code
    if code not in (0, CHANGES):
        raise ReleaseStopped("terraform plan failed; its own words are above.")
    return code == CHANGES


def show(place: Place, file: Path) -> str:
    """The plan in words, for who approves it."""
    return answer([*_terraform(place), "show", "-no-color", str(file)], SHOW_TIMEOUT_S)


def apply(place: Place, file: Path) -> None:
    """Carries out the saved plan and nothing else. Raises `ReleaseStopped`."""
    options = ["-input=false", "-no-color", "-lock-timeout=120s"]
    ended = aloud([*_terraform(place), "apply", *options, str(file)], APPLY_TIMEOUT_S)
    if STALE in ended.text:
        raise ReleaseStopped(
            "Saved plan is stale: the environment was changed after this plan was made. Nothing was applied. "
            "Make a new plan and have that one approved."
        )
    if ended.code:
        raise ReleaseStopped(
            "terraform apply failed; its own words are above. Traffic stays on the revisions that served before. "
            "Going on needs a new plan: this one is used up."
        )


def _terraform(place: Place) -> list[str]:
    return ["terraform", f"-chdir={place.root}"]
