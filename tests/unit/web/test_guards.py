"""Who may call."""

from typing import Any

import pytest

from shared.accounts.api_key import key_hash
from shared.accounts.client import RateLimit
from shared.accounts.directory import KEYS, Directory
from shared.platform.ports.clock import timestamp
from shared.platform.wiring import Platform
from tests.support import KEY, ORIGIN, OTHER_KEY, ask, client, error_of


def test_a_key_is_needed(bench: Any) -> None:
    """B3, B11, B13: no key, no answer."""
    response = ask(bench.function, "GET", "/v1/ask?amount=1")
    assert (response.status_code, error_of(response)["code"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("key", ["pk_unknown", "", "x" * 5000, "ключ".encode().decode("latin-1")])
def test_an_unknown_key_is_unauthorized(bench: Any, key: str) -> None:
    assert error_of(ask(bench.function, "GET", "/v1/ask?amount=1", key=key))["code"] == "UNAUTHORIZED"


def test_a_revoked_key_is_unauthorized(bench: Any, platform: Platform) -> None:
    platform.documents.update(KEYS, key_hash(KEY), {"revokedAt": timestamp(platform.clock())})
    assert error_of(ask(bench.function, "GET", "/v1/ask?amount=1", key=KEY))["code"] == "UNAUTHORIZED"
    assert ask(bench.function, "GET", "/v1/ask?amount=1", key=OTHER_KEY).status_code == 200


def test_a_key_works_in_its_own_shop_alone(bench: Any) -> None:
    response = ask(bench.function, "GET", "/v1/ask?amount=1", key=KEY, headers={"Origin": "https://evil.example"})
    assert (response.status_code, error_of(response)["code"]) == (403, "FORBIDDEN")
    assert ask(bench.function, "GET", "/v1/ask?amount=1", key=KEY, headers={"Origin": ORIGIN}).status_code == 200


def test_a_feature_switched_off_is_refused(bench: Any, platform: Platform) -> None:
    """A4: its endpoint refuses it."""
    Directory(platform.documents, platform.clock).save(client("one", features={"chat": False}))
    assert error_of(ask(bench.function, "POST", "/v1/ask", key=KEY, json={"amount": 1}))["code"] == "FEATURE_DISABLED"


def test_a_flood_is_limited_and_the_neighbour_is_not(bench: Any, platform: Platform) -> None:
    """B13: observable 429."""
    limited = client("one", rate_limit=RateLimit(per_second=0.5, burst=3))
    Directory(platform.documents, platform.clock).save(limited)
    answers = [ask(bench.function, "GET", "/v1/ask?amount=1", key=KEY) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert error_of(answers[-1])["code"] == "RATE_LIMITED"
    assert answers[-1].headers["Retry-After"] == "2"
    assert ask(bench.function, "GET", "/v1/ask?amount=1", key=OTHER_KEY).status_code == 200


def test_one_shopper_cannot_use_up_the_shops_share(bench: Any, platform: Platform) -> None:
    limited = client("one", session_rate_limit=RateLimit(per_second=0.5, burst=2))
    Directory(platform.documents, platform.clock).save(limited)
    statuses = [
        ask(bench.function, "GET", f"/v1/ask?amount=1&sessionId={session}", key=KEY).status_code
        for session in ("a", "a", "a", "b")
    ]
    assert statuses == [200, 200, 429, 200]
