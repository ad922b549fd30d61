"""The browser that the tests drive: Chromium or its kin, as the machine has it or as Debian packages it."""

import shutil
from pathlib import Path

from local.setup import debian
from local.setup.command import CommandFailed
from local.setup.steps import NotHere, Step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium", "fonts-dejavu-core")
UNTESTED = "the shop, the widget and the admin site in a browser"


def executable() -> Path | None:
    """The browser's program file, or None when this machine has none."""
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path), None)


def browser() -> Step:
    return Step(
        "Browser: Debian's Chromium for the page tests (about 90 MB)",
        is_done=lambda: executable() is not None,
        make=_install,
        advice="install Chromium or Chrome, then run the same command again.",
    )


def _install(log: Path) -> None:
    if not debian.can_install():
        raise NotHere(f"{UNTESTED}. No Chromium was found; install the package chromium or Google Chrome.")
    try:
        debian.install(DEBIAN_PACKAGES, log)
    except CommandFailed as failure:
        said = "; ".join(failure.last_lines[-3:])
        raise NotHere(f"{UNTESTED}. Chromium could not be installed: {failure}. {said}") from failure
