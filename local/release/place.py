"""Where a release goes: read from the environment, once."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.release.problem import ReleaseStopped

ROOT = Path(__file__).parents[2]
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Place:
    """One environment (a folder of terraform/environments) in one project."""

    environment: str
    project: str
    region: str
    bucket: str  # holds Terraform's state, the plans and what served before a release

    @classmethod
    def of(cls, environment: str, env: Mapping[str, str] = os.environ) -> "Place":
        """Raises `ReleaseStopped` when a setting is missing or there is no such environment."""
        known = sorted(folder.name for folder in (ROOT / "terraform" / "environments").glob("*/"))
        if environment not in known:
            raise ReleaseStopped(f"There is no environment {environment!r}: ENV is one of {', '.join(known)}.")
        return cls(
            environment,
            setting("GOOGLE_CLOUD_PROJECT", env),
            setting("GOOGLE_CLOUD_REGION", env),
            setting("STATE_BUCKET", env),
        )

    @property
    def root(self) -> Path:
        """The Terraform root of this environment."""
        return ROOT / "terraform" / "environments" / self.environment

    @property
    def workspace(self) -> Path:
        """Where this machine keeps the plan it made or fetched."""
        return ROOT / ".cache" / "release" / self.environment

    @property
    def labels(self) -> str:
        """Filters the functions of this environment among all of the project's."""
        return f"labels.application=ai-discovery AND labels.environment={self.environment}"


def setting(name: str, env: Mapping[str, str] = os.environ) -> str:
    if value := env.get(name):
        return value
    raise ReleaseStopped(f"{name} is not set: docs/release.md says what it is.")


def commit_here(env: Mapping[str, str] = os.environ) -> str:
    """The commit that lies here: COMMIT_SHA as Cloud Build gives it, else what git says. Raises `ReleaseStopped`."""
    found = env.get("COMMIT_SHA") or _asked_of_git()
    if not COMMIT.fullmatch(found):
        raise ReleaseStopped("COMMIT_SHA is not set, and this is no git checkout: a plan belongs to a commit.")
    return found


def _asked_of_git() -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
