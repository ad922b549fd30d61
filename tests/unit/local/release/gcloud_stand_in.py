"""Stands where gcloud stands on PATH: writes down each call, keeps buckets and services as files, answers as it does.

`python gcloud_stand_in.py FOLDER ARGUMENTS...`. FOLDER/calls holds a line of JSON for each call, FOLDER/gs/BUCKET/...
the objects, FOLDER/services/NAME.json what `run services describe` answers, FOLDER/functions.json and
FOLDER/requests.json what `functions list` and `logging read` answer. A name in FOLDER/broken makes traffic changes of
that service fail.
"""

import json
import shutil
import sys
from pathlib import Path


def main(folder: Path, arguments: list[str]) -> int:
    with (folder / "calls").open("a") as calls:
        calls.write(json.dumps(arguments) + "\n")
    words = [word for word in arguments if not word.startswith("-")]
    flags = dict(word.removeprefix("--").partition("=")[::2] for word in arguments if word.startswith("--"))
    match words:
        case ["storage", "cp", *sources, target]:
            return copy(folder, sources, target)
        case ["functions", "list"]:
            return show(folder / "functions.json")
        case ["logging", "read", _]:
            return show(folder / "requests.json")
        case ["run", "services", "describe", name]:
            return show(folder / "services" / f"{name}.json")
        case ["run", "services", "update-traffic", name]:
            return shift(folder, name, flags["to-revisions"])
        case ["pubsub", "topics", "publish", _]:
            return 0
    print(f"ERROR: (gcloud) Invalid choice: {' '.join(words)!r}", file=sys.stderr)
    return 2


def copy(folder: Path, sources: list[str], target: str) -> int:
    found = [path for source in sources for path in _matching(Path(_path(folder, source)))]
    if not found:
        print("ERROR: (gcloud.storage.cp) The following URLs matched no objects or files:", *sources, file=sys.stderr)
        return 1
    place = Path(_path(folder, target))
    (place if target.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
    for path in found:
        shutil.copy(path, place)
    return 0


def shift(folder: Path, name: str, targets: str) -> int:
    if name in (folder / "broken").read_text().split():
        print(f"ERROR: (gcloud.run.services.update-traffic) Cannot find service [{name}]", file=sys.stderr)
        return 1
    shares = [target.split("=") for target in targets.split(",")]
    if sum(int(percent) for _, percent in shares) != 100:
        print("ERROR: (gcloud.run.services.update-traffic) the stand-in takes whole splits alone", file=sys.stderr)
        return 1
    file = folder / "services" / f"{name}.json"
    service = json.loads(file.read_text())
    service["status"]["traffic"] = [{"revisionName": revision, "percent": int(share)} for revision, share in shares]
    file.write_text(json.dumps(service))
    return 0


def show(file: Path) -> int:
    print(file.read_text())
    return 0


def _matching(path: Path) -> list[Path]:
    return sorted(path.parent.glob(path.name))


def _path(folder: Path, address: str) -> str:
    return address.replace("gs://", f"{folder}/gs/") if address.startswith("gs://") else address


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
