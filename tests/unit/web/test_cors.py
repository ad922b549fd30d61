"""Browsers on a shop's own site read the answers, the one that says the service is away included."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import Document, StoreUnavailable
from shared.platform.wiring import Platform
from tests.support import KEY, ORIGIN, SteppedClock, ask
from tests.unit.web.conftest import Bench

ALLOWED = "Access-Control-Allow-Origin"


class _Away(SqliteDocuments):
    def get(self, collection: str, id: str) -> Document | None:
        raise StoreUnavailable("away")


@pytest.fixture
def away(platform: Platform, tmp_path: Path, clock: SteppedClock) -> Any:
    return Bench(replace(platform, documents=_Away(tmp_path / "away.sqlite", clock))).function


def test_a_shops_own_site_may_read_and_another_may_not(bench: Any) -> None:
    path = "/v1/ask?amount=1"
    assert ask(bench.function, "GET", path, key=KEY, headers={"Origin": ORIGIN}).headers[ALLOWED] == ORIGIN
    assert (
        ALLOWED not in ask(bench.function, "GET", path, key=KEY, headers={"Origin": "https://evil.example"}).headers
    )


def test_that_the_service_is_away_may_be_read_from_any_site(away: Any) -> None:
    """J4: in an outage a page hears 503 and when to try again, not a network fault."""
    answer = ask(away, "GET", "/v1/ask?amount=1", key=KEY, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.headers[ALLOWED]) == (503, ORIGIN)
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    preflight = ask(away, "OPTIONS", "/v1/ask", headers={"Origin": ORIGIN})
    assert (preflight.status_code, preflight.headers[ALLOWED]) == (204, ORIGIN)


def test_other_answers_stay_unread_while_nobody_can_say_whose_site_it_is(away: Any) -> None:
    answer = ask(away, "GET", "/v1/nowhere", headers={"Origin": ORIGIN})
    assert answer.status_code == 404
    assert ALLOWED not in answer.headers


def test_the_admin_sites_own_address_may_read(platform: Platform) -> None:
    """H8: an admin site that is served elsewhere than the API."""
    elsewhere = "https://admin.example"
    settings = replace(platform.settings, admin_origin=elsewhere)
    function = Bench(replace(platform, settings=settings)).function
    answer = ask(function, "OPTIONS", "/v1/ask", headers={"Origin": elsewhere})
    assert answer.headers[ALLOWED] == elsewhere
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
