"""A function's packages: those it names, and from the root lock, at its versions, all that they need in turn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.bundle.problem import CannotBundle

HEAD = "# Every package of this function, at the versions that were tested together.\n"
_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)")
_REASON = re.compile(r"    #(?: via)? +([A-Za-z0-9._-]+)$")  # `    # via flask`, `    #   flask`


@dataclass
class Package:
    line: str
    version: str
    needed_by: set[str] = field(default_factory=set)


def named(requirements: Path) -> dict[str, str]:
    """The packages that a requirements file names, with their exact versions. Raises CannotBundle for any other."""
    lines = [line for line in requirements.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pins = [(line, _PIN.match(line)) for line in lines]
    if loose := [line for line, pin in pins if pin is None]:
        raise CannotBundle(f"{requirements.parent.name} does not say which version: {', '.join(loose)}.")
    return {_normal(pin[1]): pin[2] for _, pin in pins if pin}


def read_lock(lock: Path) -> dict[str, Package]:
    """The packages of a lock file by uv, which notes beneath each one which others need it."""
    packages: dict[str, Package] = {}
    for line in lock.read_text("utf-8").splitlines():
        if pin := _PIN.match(line):
            latest = packages[_normal(pin[1])] = Package(line, pin[2])
        elif reason := _REASON.match(line):
            latest.needed_by.add(_normal(reason[1]))
    return packages


def complete(wanted: Mapping[str, str], lock: Mapping[str, Package], function: str) -> str:
    """The text of the archive's requirements.txt. Raises CannotBundle when a version is not the lock's."""
    for name, version in wanted.items():
        locked = lock[name].version if name in lock else "nothing"
        if locked != version:
            raise CannotBundle(f"{function} asks for {name} {version}, the root requirements.txt for {locked}.")
    chosen = set(wanted)
    while further := {name for name, package in lock.items() if package.needed_by & chosen} - chosen:
        chosen |= further
    return HEAD + "".join(f"{lock[name].line}\n" for name in sorted(chosen))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
