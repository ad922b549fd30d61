"""The running stack keeps what its API description promises, whatever a shopper's page sends."""

from pathlib import Path
from typing import Any

from tests.journey.fuzz import CHECKS, fuzzed
from tests.journey.shop import KEY


def test_no_generated_request_breaks_the_contract(stack: Any, tmp_path: Path) -> None:
    """B1, B13: no 5xx, and every answer as described."""
    others = ("--exclude-path-regex", "^/v1/(admin|auth)/")
    fuzzed(tmp_path, stack.base_url, f"X-API-Key: {KEY}", *others, checks=f"{CHECKS},ignored_auth", examples=25)
