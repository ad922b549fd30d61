"""The widget as it goes into the bucket that serves it: `python -m local.widget_site --api URL`, by `make widget`.

A bucket gives each file in one form. Its load balancer compresses what is small by itself; the engine's large files
are laid there compressed. Three folders, in the order of their going: the loader's address changes when all that it
leads to is there.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

from local.setup.command import CommandFailed
from local.setup.places import CACHE, LOGS, ROOT
from local.setup.widget import build

ENGINE, RELEASE, LOADER = "1-engine", "2-release", "3-loader"
COMPRESSED = {".wasm", ".task"}
SITE = CACHE / "widget-site"


def write(api: str, site: Path) -> str:
    """Writes the folders below `site` anew, for an API at the origin `api`. Returns the version.

    Raises CommandFailed.
    """
    built = CACHE / "widget-built"
    build(built, LOGS / "widget-site.log", "--api", api, "--thorough")
    shutil.rmtree(site, ignore_errors=True)
    release = json.loads((built / "release.json").read_text("utf-8"))
    for name in release["files"]:
        packed = Path(name).suffix in COMPRESSED
        part = ENGINE if packed else RELEASE if name.startswith("v/") else LOADER
        _copy(built / (f"{name}.br" if packed else name), site / part / name)
    _copy(built / "release.json", site / LOADER / "release.json")
    shutil.rmtree(built)
    version: str = release["version"]
    return version


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.widget_site", description=__doc__)
    parser.add_argument("--api", required=True, help="origin of the API, such as https://api.my-shop.example")
    parser.add_argument("--out", type=Path, default=SITE)
    given = parser.parse_args()
    try:
        version = write(given.api, given.out)
    except CommandFailed as failure:
        sys.exit("\n".join([str(failure), *failure.last_lines]))
    shown = given.out.relative_to(ROOT) if given.out.is_relative_to(ROOT) else given.out
    print(f"Version {version} lies in {shown}: {ENGINE}, {RELEASE}, {LOADER} (docs/deploy.md, step 7).")


if __name__ == "__main__":
    main()
