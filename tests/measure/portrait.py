"""Portraits of a folder with what its README and a table of people say about them."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

_ROW = re.compile(r"^\| (\d\d) \| ([^|]*) \|", re.MULTILINE)


@dataclass(frozen=True)
class Portrait:
    """`groups`: the name of a kind of group, and the one that the pictured person is in."""

    number: str
    image: Image.Image
    groups: dict[str, str] = field(default_factory=dict)


def portraits(folder: Path, people: Path | None) -> list[Portrait]:
    """`people` is a CSV file with `number` and any further columns, each a kind of group: as judged by eye, and
    for measuring alone. What stands in the README's notes makes further kinds."""
    notes = dict(_ROW.findall((folder / "README.md").read_text("utf-8")))
    judged = _judged(people) if people else {}
    return [
        Portrait(
            file.stem, Image.open(file).convert("RGB"), judged.get(file.stem, {}) | _noted(notes.get(file.stem, ""))
        )
        for file in sorted(folder.glob("*.jpg"))
    ]


def _judged(people: Path) -> dict[str, dict[str, str]]:
    with people.open(newline="", encoding="utf-8") as file:
        return {row.pop("number"): row for row in csv.DictReader(file)}


def _noted(note: str) -> dict[str, str]:
    glasses = "glasses" in note and "no glasses" not in note
    bearded = any(word in note for word in ("beard", "stubble", "goatee"))
    return {
        "glasses": "with glasses" if glasses else "without glasses",
        "beard": "with a beard" if bearded else "without a beard",
        "colour": "black and white" if "black and white" in note else "in colour",
    }
