"""Node.js of the machine, and with it the packages that check and compile the widget's TypeScript."""

import shutil
import subprocess
from pathlib import Path

from local.setup.command import run
from local.setup.places import ROOT
from local.setup.stamp import Stamp, digest
from local.setup.steps import NotHere, Step

WIDGET = ROOT / "widget"
UNTESTED = "the widget's TypeScript, the face measurements on the shopper's device"
OLDEST = (20, 10)  # the first that imports JSON as the language now says
INSTALL_TIMEOUT_S = 300.0


def problem() -> str | None:
    """Why there is no Node.js to use, in a sentence; None when there is."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "No Node.js with npm was found; install version 20.10 or newer."
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = tuple(int(part) for part in said.lstrip("v").split(".")[:2] if part.isdecimal())
    return None if version >= OLDEST else f"Node.js is {said or 'of no known version'}; install 20.10 or newer."


def widget_packages() -> Step:
    stamp = Stamp(WIDGET / "node_modules" / ".set-up", digest([WIDGET / "package-lock.json"]))

    def make(log: Path) -> None:
        if gap := problem():
            raise NotHere(f"{UNTESTED}. {gap}")
        run(["npm", "ci", "--ignore-scripts", "--prefix", str(WIDGET)], log, timeout_s=INSTALL_TIMEOUT_S)
        stamp.press()

    return Step(
        "Widget packages: TypeScript, Prettier and the types of Node.js, 45 MB",
        is_done=stamp.matches,
        make=make,
        advice="check that this machine reaches an npm registry, then run the same command again.",
    )
