"""What does not follow from imports: `data/rules.json`.

`left_out` names modules that a deployed function never reaches, since CLOUD says which half of the wiring is taken.
`with_package` names modules and files that go along only where the function's own requirements name a package.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULES: dict[str, Any] = json.loads((Path(__file__).with_name("data") / "rules.json").read_text("utf-8"))


@dataclass(frozen=True)
class Rules:
    left_out: frozenset[str]  # modules
    files: dict[str, str]  # name in the archive: path in the repository


def rules_for(packages: Collection[str], rules: dict[str, Any] = RULES) -> Rules:
    """The rules for a function that requires `packages` by itself."""
    left_out = set(rules["left_out"])
    files: dict[str, str] = {}
    for package, things in rules["with_package"].items():
        if package in packages:
            files |= things["files"]
        else:
            left_out |= set(things["modules"])
    return Rules(frozenset(left_out), files)
