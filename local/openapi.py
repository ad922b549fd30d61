"""Writes what is made from the declarations: terraform/api/openapi.yaml and functions.json, and docs/api.md.

Run as `python -m local.openapi`.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from pydantic.alias_generators import to_camel

from local.api_reference import reference
from local.functions import ROOT, Functions, declared
from shared.web.function import HttpFunction
from shared.web.listener import EventFunction
from shared.web.openapi import describe
from shared.web.task import TaskFunction

OPENAPI = ROOT / "terraform" / "api" / "openapi.yaml"
REFERENCE = ROOT / "docs" / "api.md"
FUNCTIONS = ROOT / "terraform" / "api" / "functions.json"


def openapi(functions: Functions) -> str:
    import yaml  # a package for those who write the file; the demo asks for the table alone and has it not

    return yaml.safe_dump(description(functions), sort_keys=False, allow_unicode=True, width=110)


def description(functions: Functions) -> dict[str, Any]:
    deadlines_s = {name: function.deployment.timeout_s for name, function in functions.http.items()}
    return describe(functions.routes, deadlines_s)


def table(functions: Functions) -> str:
    """One entry for each function: how it is called, and what it needs where it runs."""
    entries = {name: _entry(function) for name, function in functions.every.items()}
    return json.dumps(dict(sorted(entries.items())), indent=2) + "\n"


def _entry(function: HttpFunction | EventFunction | TaskFunction) -> dict[str, Any]:
    needs = {to_camel(name): value for name, value in asdict(function.deployment).items()}
    called: dict[str, Any] = {"paths": [], "topic": None, "queue": None}
    match function:
        case HttpFunction():
            return {"kind": "http", **called, "paths": sorted({route.path for route in function.routes}), **needs}
        case EventFunction():
            return {"kind": "event", **called, "topic": function.topic, **needs}
        case TaskFunction():
            return {"kind": "task", **called, "queue": function.queue, **needs}


def main() -> None:
    functions = declared()
    OPENAPI.parent.mkdir(parents=True, exist_ok=True)
    OPENAPI.write_text(openapi(functions), "utf-8")
    FUNCTIONS.write_text(table(functions), "utf-8")
    REFERENCE.write_text(reference(description(functions)), "utf-8")
    print(
        f"{OPENAPI.relative_to(ROOT)}: {len(functions.routes)} routes; {FUNCTIONS.relative_to(ROOT)}", file=sys.stderr
    )


if __name__ == "__main__":
    main()
