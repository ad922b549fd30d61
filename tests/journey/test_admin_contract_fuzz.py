"""The running stack keeps what its API description promises, whatever a signed-in person sends."""

import json
import urllib.request
from pathlib import Path
from typing import Any

from local.demo import ADMIN
from tests.journey.fuzz import fuzzed

# One signs the caller out; the others copy or erase all of a store, which takes seconds, and have their own tests.
LEFT_OUT = "/v1/auth/logout|/v1/admin/privacy/clients|/v1/admin/backups"


def test_no_generated_request_of_an_administrator_breaks_the_contract(stack: Any, tmp_path: Path) -> None:
    """B13 D17: no 5xx, and every answer as described, to one who may do everything."""
    which = ("--include-path-regex", "^/v1/(admin|auth)/", "--exclude-path-regex", LEFT_OUT)
    fuzzed(tmp_path, stack.base_url, f"Authorization: Bearer {_token(stack.base_url)}", *which, examples=5)


def _token(base_url: str) -> str:
    body = json.dumps({"email": ADMIN.email, "password": ADMIN.password}).encode()
    login = urllib.request.Request(f"{base_url}/v1/auth/login", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(login, timeout=5) as answer:
        return str(json.load(answer)["data"]["accessToken"])
