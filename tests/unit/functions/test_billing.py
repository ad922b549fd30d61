"""Usage and bills over the function's own door: metered once, opened to its events, recomputed, and stopped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.billing.main import function as billing
from functions.chat.main import function as chat
from functions.session.main import function as session
from shared.accounts.clients import Clients, changed
from shared.billing import limit
from shared.billing.bills import close_month
from shared.billing.meter import metered
from shared.billing.month import Month
from shared.maintenance.chores import close_bills
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.privacy import Privacy
from tests.support import KEY, SteppedClock, access_token, ask, data_of, error_of, wired_to

START = {"clientId": "one", "userId": "u", "platform": "html"}
THIS_MONTH = f"{datetime.now(UTC):%Y-%m}"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    limit._kept.clear()


@pytest.fixture
def wired(platform: Platform) -> Platform:
    for function in (billing, session, chat):
        wired_to(function, platform)
    return platform


def _start() -> str:
    return str(data_of(ask(session, "POST", "/v1/ai/session/start", key=KEY, json=START))["sessionId"])


def _get(platform: Platform, path: str, who: str = "one@shop.example") -> dict[str, Any]:
    return data_of(ask(billing, "GET", f"/v1/admin/{path}", token=access_token(platform, who)))


def _kinds(usage: dict[str, Any]) -> dict[str, int]:
    return {each["kind"]: each["quantity"] for each in usage["clients"][0]["kinds"]}


def _set(platform: Platform, **changes: Any) -> None:
    clients = Clients(platform.documents)
    kept = clients.get("one")
    assert kept is not None
    clients.replace(kept, changed(kept.client, changes))
    wired_to(session, platform)  # without what the process remembers for 15 seconds
    wired_to(chat, platform)


def _use(platform: Platform, kind: Any, count: int, at: datetime) -> None:
    documents = ClientDocuments(platform.documents, "one")
    documents.batch([metered("one", kind, f"{kind} {at} {n}", at) for n in range(count)])


def test_what_shoppers_do_is_metered_once(wired: Platform) -> None:
    """H29: sessions and messages; a repeated request counts once."""
    session_id = _start()
    message = {"sessionId": session_id, "message": "round frames please"}
    for _ in range(2):
        ask(chat, "POST", "/v1/ai/chat", key=KEY, json=message, headers={"Idempotency-Key": "same"})
    usage = _get(wired, "usage")
    assert _kinds(usage) == {"sessions": 1, "analyses": 0, "messages": 1, "tryOns": 0, "modelTokens": 0}
    assert sum(day["quantities"]["sessions"] for day in usage["daily"]) == 1
    assert usage["clients"][0]["plan"] == "unlimited"


def test_a_line_opens_to_its_events_which_outlive_the_sessions(wired: Platform) -> None:
    """H29: every line recomputes, and no event names a shopper."""
    sessions = [_start() for _ in range(3)]
    Privacy(ClientDocuments(wired.documents, "one"), wired.clock, wired.new_id).erase(sessions[0])
    line = _get(wired, f"bills/{THIS_MONTH}")["lines"][0]
    assert (line["kind"], line["quantity"], line["amount"]) == ("sessions", 3, "0.00")
    events = _get(wired, line["events"].removeprefix("/v1/admin/"))
    assert len(events["items"]) == 3
    assert all(session_id not in str(events) for session_id in sessions)
    paged = _get(wired, f"bills/{THIS_MONTH}/lines/sessions/events?limit=2")
    assert len(paged["items"]) == 2
    assert paged["nextCursor"]
    token = access_token(wired, "one@shop.example")
    recomputed = data_of(ask(billing, "POST", f"/v1/admin/bills/{THIS_MONTH}/recompute", token=token, json={}))
    assert (recomputed["agrees"], recomputed["differences"]) == (True, {})
    assert recomputed["bill"]["status"] == "preliminary"


def test_a_month_is_closed_once_and_a_late_event_is_seen_as_a_difference(
    platform: Platform, clock: SteppedClock
) -> None:
    """H29: what was billed stays billed."""
    clock.now = datetime.now(UTC).replace(day=1, hour=12, minute=0, second=0, microsecond=0) - timedelta(days=10)
    past = clock.now
    stepped = replace(platform, clock=clock)
    wired_to(billing, stepped)
    _use(stepped, "sessions", 4, past)
    clock.forward(days=15)
    kept = Clients(platform.documents).get("one")
    assert kept is not None
    documents = ClientDocuments(platform.documents, "one")
    month = f"{past:%Y-%m}"
    first = close_month(documents, kept.client, month, clock)
    _use(stepped, "sessions", 1, past + timedelta(hours=1))
    assert close_month(documents, kept.client, month, clock) == first
    shown = _get(stepped, f"bills/{month}")
    assert (shown["status"], shown["lines"][0]["quantity"]) == ("final", 4)
    token = access_token(stepped, "one@shop.example")
    recomputed = data_of(ask(billing, "POST", f"/v1/admin/bills/{month}/recompute", token=token, json={}))
    assert (recomputed["agrees"], recomputed["differences"]) == (False, {"sessions": 1})
    assert [bill["month"] for bill in _get(stepped, "bills")["items"]][-1] == month


def test_a_used_up_plan_stops_the_feature_and_tells_until_when(wired: Platform) -> None:
    """A4 H29: the endpoint refuses, the session's configuration says so, the merchant is warned."""
    _set(wired, plan="free")
    now = datetime.now(UTC)
    session_id = _start()
    for first in range(0, 1000, 250):
        _use(wired, "messages", 250, now - timedelta(microseconds=first))
    limit._kept.clear()
    refused = error_of(ask(chat, "POST", "/v1/ai/chat", key=KEY, json={"sessionId": session_id, "message": "hello"}))
    assert refused["code"] == "FEATURE_DISABLED"
    assert "used up" in refused["message"]
    started = data_of(ask(session, "POST", "/v1/ai/session/start", key=KEY, json=START))
    assert not started["config"]["features"].get("chat")
    assert started["config"]["features"]["recommendations"]
    usage = _get(wired, "usage")["clients"][0]
    assert usage["state"] == "stopped"
    assert {each["kind"]: each["state"] for each in usage["kinds"]}["messages"] == "stopped"


def test_a_super_admin_sees_every_client_and_a_client_its_own(wired: Platform) -> None:
    _start()
    whole = _get(wired, "usage", "admin@platform.example")
    assert [each["clientId"] for each in whole["clients"]] == ["one", "two"]
    assert whole["totals"]["sessions"] == 1
    assert whole["daily"] == []
    assert [each["clientId"] for each in _get(wired, "usage")["clients"]] == ["one"]
    token = access_token(wired, "admin@platform.example")
    assert error_of(ask(billing, "GET", "/v1/admin/bills", token=token))["code"] == "INVALID_REQUEST"


@pytest.mark.parametrize("month", ["2026-13", "november", "1999-01", "2099-01", "2026-1"])
def test_a_month_that_cannot_be_is_refused(wired: Platform, month: str) -> None:
    token = access_token(wired, "one@shop.example")
    answer = error_of(ask(billing, "GET", f"/v1/admin/bills/{month}", token=token))
    assert answer["code"] in {"INVALID_REQUEST", "NOT_FOUND"}


def test_a_client_is_billed_from_the_month_in_which_it_was_opened(wired: Platform) -> None:
    """H29."""
    _set(wired, plan="starter", opened_on=wired.clock().date())
    this = Month.of(wired.clock())
    assert [bill["month"] for bill in _get(wired, "bills")["items"]] == [this.name]
    token = access_token(wired, "one@shop.example")
    assert error_of(ask(billing, "GET", f"/v1/admin/bills/{this.before.name}", token=token))["code"] == "NOT_FOUND"
    close_bills(wired)
    assert [bill["month"] for bill in _get(wired, "bills")["items"]] == [this.name]
