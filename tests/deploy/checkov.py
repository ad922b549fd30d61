"""checkov, the policy checker, on a plan: its rules for Google Cloud, without a network call.

Each rule that a plan may break stands in a YAML file with the reason:

    skips:
      - check: CKV_GCP_78
        resources: ["module.storage.google_storage_bucket.photos*"]
        reason: A photo lives a day and may have no older versions.

A resource is named by its address in the plan; `*` stands for any part of it, so `x*` means every instance of x.
"""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from local.setup.tools import TOOLS

PROGRAM = TOOLS / "checkov" / "bin" / "checkov"
TIMEOUT_S = 120.0
FOUND_SOMETHING = 1

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class CheckovFailed(Exception):
    """checkov did not check the plan, or the file of skips is not what it should be."""


@dataclass(frozen=True, order=True)
class Finding:
    """One resource of the plan that breaks one rule."""

    check: str
    resource: str
    name: str

    def __str__(self) -> str:
        return f"{self.check} {self.resource}: {self.name}"


class Skip(BaseModel, frozen=True, extra="forbid"):
    """A rule that the named resources may break, and why."""

    check: Text
    resources: tuple[Text, ...] = Field(min_length=1)
    reason: Text

    def covers(self, finding: Finding) -> bool:
        matches = any(_is_like(finding.resource, pattern) for pattern in self.resources)
        return finding.check == self.check and matches


class Skips(BaseModel, extra="forbid"):
    """The file of skips."""

    skips: list[Skip]


def scan(plan: Path) -> list[Finding]:
    """Every finding in a plan (the JSON of `terraform show -json`, in a file *.json). Raises CheckovFailed.

    A plan in which checkov sees no resource at all fails: nothing was checked then.
    """
    flags = ["--framework", "terraform_plan", "--skip-download", "--output", "json", "--compact", "--quiet"]
    command = [str(PROGRAM), "--file", str(plan), *flags]
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S)
    if done.returncode not in (0, FOUND_SOMETHING):
        raise CheckovFailed(f"checkov ended with code {done.returncode}:\n{done.stderr[-2000:]}")
    return sorted(_finding(failed) for failed in _failed(json.loads(done.stdout), plan))


def read_skips(file: Path) -> list[Skip]:
    """The skips of the YAML file. Raises CheckovFailed for one without rule, resources or reason."""
    try:
        return Skips.model_validate(yaml.safe_load(file.read_text())).skips
    except ValidationError as wrong:
        raise CheckovFailed(f"{file.name}: each skip needs a check, resources and a reason. {wrong}") from wrong


def unexplained(findings: Sequence[Finding], skips: Sequence[Skip]) -> list[Finding]:
    """What no skip covers."""
    return [finding for finding in findings if not any(skip.covers(finding) for skip in skips)]


def unused(findings: Sequence[Finding], skips: Sequence[Skip]) -> list[Skip]:
    """Skips that cover nothing: what they excused is gone, so they should go as well."""
    return [skip for skip in skips if not any(skip.covers(finding) for finding in findings)]


def _is_like(resource: str, pattern: str) -> bool:
    """Of the signs in a pattern only `*` is special: addresses hold brackets and dots of their own."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), resource) is not None


def _failed(report: dict[str, Any], plan: Path) -> list[dict[str, Any]]:
    summary = report.get("summary", report)
    if not summary.get("resource_count") or summary.get("parsing_errors"):
        raise CheckovFailed(f"checkov saw no resource in {plan.name}, so it checked nothing")
    return list(report["results"]["failed_checks"])


def _finding(failed: dict[str, Any]) -> Finding:
    return Finding(failed["check_id"], failed["resource"], failed["check_name"])
