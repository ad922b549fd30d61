"""`python -m local.bundle [NAME ...] [--out DIR]`: writes DIR/NAME.zip for each function, or for all of them."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local.bundle.archive import keep, packed
from local.bundle.contents import contents_of, functions
from local.bundle.problem import CannotBundle
from local.setup.places import CACHE

BUNDLES = CACHE / "bundles"


@dataclass(frozen=True)
class Bundle:
    function: str
    size: int  # bytes
    files: int
    sha256: str


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    known = functions()
    if unknown := sorted(set(asked.names) - set(known)):
        return _refused(f"There is no function {', '.join(unknown)}: choose from {', '.join(known)}.")
    try:
        print(table([bundle(name, asked.out) for name in sorted(set(asked.names)) or known]))
    except CannotBundle as problem:
        return _refused(str(problem))
    return 0


def bundle(function: str, folder: Path) -> Bundle:
    """Writes one archive. Raises CannotBundle, and then leaves what was there."""
    contents = contents_of(function)
    archive = packed(contents)
    keep(archive, folder / f"{function}.zip")
    return Bundle(function, len(archive), len(contents), hashlib.sha256(archive).hexdigest())


def table(bundles: Sequence[Bundle]) -> str:
    rows = [f"{'function':<20}{'KiB':>10}{'files':>8}  sha256"]
    rows += [f"{one.function:<20}{one.size / 1024:>10.1f}{one.files:>8}  {one.sha256[:12]}" for one in bundles]
    return "\n".join(rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.bundle", description="One archive per Cloud Function.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="functions to bundle (default: all)")
    parser.add_argument("--out", type=Path, default=BUNDLES, metavar="DIR", help="where to (default: %(default)s)")
    return parser


def _refused(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
