"""`python -m tests.deploy.check FOLDER [--root PART] [--var-file FILE] [--no-test] [NAME=VALUE ...]`: a schema check.

Runs the real Terraform on a copy of FOLDER: fmt, init, validate, test and, with the variables given, plan. Prints
what the plan would make. Ends with code 1 and Terraform's message at the first that fails. `--out FILE` keeps the
plan (JSON), `--checkov SKIPS` holds it against checkov's rules.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from tests.deploy import checkov
from tests.deploy.terraform import TerraformFailed, Workspace, missing, schema_providers

Result = TypeVar("Result")


def main(arguments: Namespace) -> None:
    if lacks := missing():
        sys.exit(f"NOT CHECKED: this machine lacks {', '.join(lacks)}.")
    variables = dict(given.split("=", 1) for given in arguments.variables)
    with TemporaryDirectory(prefix="terraform-") as scratch, schema_providers() as environment:
        workspace = Workspace.of(arguments.folder.resolve(), Path(scratch), environment, arguments.root)
        _timed("fmt", workspace.fmt_check)
        _timed("init", workspace.init)
        _timed("validate", workspace.validate)
        if not arguments.no_test:
            print(_timed("test", workspace.test).strip())
        plan = _timed("plan", lambda: workspace.plan(variables, tuple(arguments.var_file)))
        _summarize(plan)
        file = arguments.out or Path(scratch) / "plan.json"
        file.write_text(json.dumps(plan))
        if arguments.checkov:
            _timed("checkov", lambda: _hold_to_rules(file, checkov.read_skips(arguments.checkov)))


def _timed(name: str, action: Callable[[], Result]) -> Result:
    started = time.monotonic()
    result = action()
    print(f"{name}: good, {time.monotonic() - started:.1f} s", flush=True)
    return result


def _hold_to_rules(plan: Path, skips: list[checkov.Skip]) -> None:
    findings = checkov.scan(plan)
    stale = [
        f"{skip.check} {', '.join(skip.resources)}: the skip covers nothing"
        for skip in checkov.unused(findings, skips)
    ]
    if said := [*map(str, checkov.unexplained(findings, skips)), *stale]:
        raise checkov.CheckovFailed("checkov:\n" + "\n".join(said))


def _summarize(plan: dict[str, Any]) -> None:
    kinds = Counter(change["type"] for change in plan.get("resource_changes", []))
    print(f"The plan would make {kinds.total()} resources (checked against the schema, not deployed):")
    for kind, count in sorted(kinds.items()):
        print(f"  {count:4} {kind}")


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m tests.deploy.check", description="Schema check of Terraform configuration."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", default=".", help="the part of FOLDER that commands run in")
    parser.add_argument("--var-file", type=Path, action="append", default=[])
    parser.add_argument("--no-test", action="store_true", help="leave out terraform test")
    parser.add_argument("--checkov", type=Path, metavar="SKIPS", help="the YAML file of skips")
    parser.add_argument("--out", type=Path, help="keep the plan here, as JSON")
    parser.add_argument("variables", nargs="*", metavar="NAME=VALUE")
    return parser.parse_intermixed_args()


if __name__ == "__main__":
    try:
        main(_arguments())
    except (TerraformFailed, checkov.CheckovFailed) as refusal:
        sys.exit(str(refusal))
