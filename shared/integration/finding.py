"""What a check found. The words, and how bad each is, lie in `data/findings.json`."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

_FILE = Path(__file__).parent / "data" / "findings.json"

State = Literal["ok", "unknown", "warning", "failed"]  # unknown: it could not be tried
_WORST_FIRST: tuple[State, ...] = ("failed", "warning", "unknown", "ok")


class Finding(BaseModel):
    """`remedy`: None where nothing is to be done."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    check: str
    finding: str
    state: State
    text: str
    remedy: str | None


def found(check: str, finding: str, **facts: Any) -> Finding:
    """`found("key", "good", hint="pk_…")`: the texts name the facts."""
    kept = _texts()[f"{check}.{finding}"]
    remedy = kept.get("remedy")
    return Finding(
        check=check,
        finding=finding,
        state=kept["state"],
        text=kept["text"].format_map(facts),
        remedy=remedy.format_map(facts) if remedy else None,
    )


def worst(findings: Iterable[Finding]) -> State:
    states = {finding.state for finding in findings}
    return next((state for state in _WORST_FIRST if state in states), "ok")


@cache
def _texts() -> dict[str, dict[str, Any]]:
    texts: dict[str, dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
    return texts
