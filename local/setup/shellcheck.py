"""ShellCheck, for the scripts inside the builds, as Debian packages it."""

import shutil
from pathlib import Path

from local.setup import debian
from local.setup.command import CommandFailed
from local.setup.steps import NotHere, Step

UNTESTED = "the shell scripts of the builds"


def shellcheck() -> Step:
    return Step(
        "ShellCheck: Debian's checker of shell scripts (9 MB)",
        is_done=lambda: shutil.which("shellcheck") is not None,
        make=_install,
        advice="install ShellCheck, then run the same command again.",
    )


def _install(log: Path) -> None:
    if not debian.can_install():
        raise NotHere(f"{UNTESTED}. No shellcheck was found; install the package shellcheck.")
    try:
        debian.install(["shellcheck"], log)
    except CommandFailed as failure:
        said = "; ".join(failure.last_lines[-3:])
        raise NotHere(f"{UNTESTED}. shellcheck could not be installed: {failure}. {said}") from failure
