"""promtool, Prometheus' own checker of metrics and alert rules: the machine's, or taken out of Debian's package.

The package is unpacked, not installed: a Prometheus server that starts by itself is nothing a test run should leave.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from local.setup import debian
from local.setup.command import CommandFailed, run
from local.setup.places import CACHE
from local.setup.steps import NotHere, Step

PROGRAM = CACHE / "tools" / "promtool" / "promtool"
DEBIAN_PACKAGE = "prometheus"
UNTESTED = "the metrics' form and the alert rules"
DOWNLOAD_TIMEOUT_S, UNPACK_TIMEOUT_S = 180.0, 60.0


def executable() -> Path | None:
    """The program's file, or None when this machine has none."""
    if PROGRAM.is_file():
        return PROGRAM
    found = shutil.which("promtool")
    return Path(found) if found else None


def promtool() -> Step:
    return Step(
        "Promtool: Prometheus' checker of metrics and alerts, out of Debian's package (19 MB)",
        is_done=lambda: executable() is not None,
        make=_make,
        advice="install Prometheus, then run the same command again.",
    )


def _make(log: Path) -> None:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise NotHere(f"{UNTESTED}. No promtool was found; install Prometheus.")
    try:
        with TemporaryDirectory(prefix="promtool-") as folder:
            _download(Path(folder), log)
            package = next(Path(folder).glob("*.deb"))
            run(["dpkg-deb", "--extract", str(package), f"{folder}/x"], log, timeout_s=UNPACK_TIMEOUT_S)
            _keep(Path(folder) / "x" / "usr" / "bin" / "promtool")
    except CommandFailed as failure:
        said = "; ".join(failure.last_lines[-3:])
        raise NotHere(f"{UNTESTED}. promtool could not be fetched: {failure}. {said}") from failure


def _download(folder: Path, log: Path) -> None:
    """Where the package lists are missing or old they are renewed, if that is allowed, and it is asked for again."""
    apt = ["apt-get", *debian.PATIENCE]
    fetch = ["sh", "-c", f'cd "$1" && shift && exec "$@" {DEBIAN_PACKAGE}', "sh", str(folder), *apt, "download"]
    try:
        run(fetch, log, timeout_s=DOWNLOAD_TIMEOUT_S)
    except CommandFailed:
        if not debian.can_install():
            raise
        run([*apt, "update"], log, timeout_s=DOWNLOAD_TIMEOUT_S)
        run(fetch, log, timeout_s=DOWNLOAD_TIMEOUT_S)


def _keep(program: Path) -> None:
    PROGRAM.parent.mkdir(parents=True, exist_ok=True)
    unfinished = PROGRAM.with_suffix(".part")
    shutil.copy2(program, unfinished)
    unfinished.replace(PROGRAM)
