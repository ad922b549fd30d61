"""Incidents over the function's own door."""

from dataclasses import replace
from typing import Any

import pytest

from functions.support.main import function as support
from shared.accounts.audit import AUDIT
from shared.platform.ports.documents import Query
from shared.platform.wiring import Platform
from tests.support import SteppedClock, ask, data_of, error_of, wired_to
from tests.unit.functions.people import People

PATH = "/v1/admin/incidents"


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    stepped = replace(platform, clock=clock)
    wired_to(support, stepped)
    return stepped


@pytest.fixture
def people(stepped: Platform) -> People:
    return People(stepped)


def _open(token: str, **given: Any) -> dict[str, Any]:
    json = {"title": "Chat answers take 12 s", "level": "p1_critical", **given}
    response = ask(support, "POST", PATH, token=token, json=json)
    assert response.status_code == 201, response.get_data()
    return data_of(response)


def _do(people: People, id: str, what: str, json: Any, method: str = "POST") -> dict[str, Any]:
    response = ask(support, method, f"{PATH}/{id}{what}", token=people["admin"], json=json)
    assert response.status_code in (200, 201), response.get_data()
    return data_of(response)


def _ids(token: str, query: str = "") -> list[str]:
    return [one["incidentId"] for one in data_of(ask(support, "GET", f"{PATH}{query}", token=token))["items"]]


def test_levels_say_how_fast_and_what_is_then_done(people: People) -> None:
    """J1 J2 J3."""
    levels = data_of(ask(support, "GET", f"{PATH}/levels", token=people["one"]))["levels"]
    assert [
        (one["level"], one["responseMinutes"], one["escalationMinutes"], len(one["steps"])) for one in levels
    ] == [("p1_critical", 15, 0, 5), ("p2_high", 60, 30, 4), ("p3_medium", 240, 120, 4)]


@pytest.mark.parametrize(
    ("level", "response_min", "escalation_min"),
    [("p1_critical", 15, 0), ("p2_high", 60, 30), ("p3_medium", 240, 120)],
)
def test_each_clock_runs_out_at_its_minute_and_is_stopped_by_its_act(
    people: People, clock: SteppedClock, level: str, response_min: int, escalation_min: int
) -> None:
    """J1 J2 J3."""
    id = _open(people["admin"], level=level)["incidentId"]

    def shown() -> dict[str, Any]:
        return data_of(ask(support, "GET", f"{PATH}/{id}", token=people["admin"]))

    clock.forward(minutes=escalation_min)
    assert not shown()["escalation"]["overdue"]
    clock.forward(seconds=1)
    assert shown()["escalation"]["overdue"]
    assert _do(people, id, "/escalate", {"to": "Lead engineer"})["escalation"] | {"dueAt": 0, "metAt": 0} == {
        "dueAt": 0,
        "metAt": 0,
        "overdue": False,
        "late": True,
    }
    clock.forward(minutes=response_min - escalation_min)
    assert shown()["response"]["overdue"]
    acknowledged = _do(people, id, "/acknowledge", {})
    assert not acknowledged["response"]["overdue"] and acknowledged["response"]["late"]


def test_a_drill_is_run_from_the_first_page_to_the_post_mortem(
    people: People, clock: SteppedClock, stepped: Platform
) -> None:
    """J4: ten-second answers, cause within 15 minutes, told, mitigated, examined, with a long-term plan."""
    id = _open(people["admin"], drill=True, impact="Shoppers of every shop wait.")["incidentId"]
    clock.forward(minutes=3)
    _do(people, id, "/acknowledge", {})
    _do(people, id, "/escalate", {"to": "Lead engineer"})
    for step in range(1, 6):
        clock.forward(minutes=2)
        after = _do(people, id, f"/steps/{step}", {"done": True}, "PUT")
    assert all(step["doneAt"] for step in after["team"]["steps"])
    assert not _do(people, id, "/steps/5", {"done": False}, "PUT")["team"]["steps"][4]["doneAt"]
    assert ask(support, "PUT", f"{PATH}/{id}/steps/6", token=people["admin"], json={}).status_code == 404
    _do(people, id, "/timeline", {"text": "p95 of chat 12 s since 10:02"})
    _do(people, id, "", {"cause": "A lock held by a reader that never ends."}, "PATCH")
    values = {"mitigatedAt": "10:20", "workaround": "a restart"}
    told = {"audience": "clients", "templateId": "incident-mitigated", "values": values}
    _do(people, id, "/updates", told)
    refused = ask(
        support, "PUT", f"{PATH}/{id}/post-mortem", token=people["admin"], json={"cause": "x", "impact": "y"}
    )
    assert refused.status_code == 409
    clock.forward(minutes=5)
    _do(people, id, "", {"status": "mitigated"}, "PATCH")
    clock.forward(hours=1)
    _do(people, id, "", {"status": "resolved"}, "PATCH")
    post_mortem = {
        "cause": "A reader without a time-out.",
        "impact": "12 s answers for 18 minutes.",
        "timeline": [{"at": "2026-11-28T10:02:00+01:00", "text": "First slow answer"}],
        "actions": [{"text": "Time-out for readers", "owner": "Ada", "due": "2026-12-05"}],
        "longTermPlan": "Every outside call has a time-out, held by a test.",
    }
    whole = _do(people, id, "/post-mortem", post_mortem, "PUT")
    team = whole["team"]
    assert (team["minutesToAcknowledge"], team["minutesToCause"]) == (3, 13)
    assert team["minutesToCause"] <= 15 < team["minutesToMitigate"] < team["minutesToResolve"]
    assert team["postMortem"]["actions"][0]["owner"] == "Ada"
    assert team["postMortem"]["timeline"][0]["at"] == "2026-11-28T09:02:00.000Z"
    assert [entry["text"] for entry in team["timeline"] if entry["byHand"]] == ["p95 of chat 12 s since 10:02"]
    assert "Chat answers take 12 s" in whole["told"][0]["text"]
    assert _ids(people["one"]) == [], "a drill is not told to clients"
    assert ask(support, "GET", f"{PATH}/{id}", token=people["one"]).status_code == 404
    assert _ids(people["admin"], "?drill=true&status=resolved&level=p1_critical") == [id]
    records = [one.body for one in stepped.documents.query(Query(AUDIT, {})).items if id in one.body["target"]]
    assert len(records) == 15


def test_clients_read_what_they_were_told_and_no_more(people: People) -> None:
    """J1 J4: stakeholder updates by audience."""
    quiet = _open(people["admin"])["incidentId"]
    known = _open(people["admin"])["incidentId"]
    own = _open(people["admin"], clientId="one", level="p3_medium")["incidentId"]
    _do(people, known, "/updates", {"audience": "team", "text": "Shop two is the cause."})
    assert _ids(people["one"]) == [own]
    _do(people, known, "/updates", {"audience": "clients", "text": "Answers are slow."})
    _do(people, known, "/timeline", {"text": "secret"})
    assert set(_ids(people["one"])) == {own, known}
    assert _ids(people["two"]) == [known]
    seen = data_of(ask(support, "GET", f"{PATH}/{known}", token=people["one"]))
    assert [one["text"] for one in seen["told"]] == ["Answers are slow."]
    assert seen["team"] is None and "Shop two" not in str(seen) and "secret" not in str(seen)
    for name in (quiet, "unknown"):
        assert ask(support, "GET", f"{PATH}/{name}", token=people["one"]).status_code == 404
    assert ask(support, "GET", f"{PATH}/{own}", token=people["two"]).status_code == 404
    assert set(_ids(people["admin"])) == {quiet, known, own}
    assert set(_ids(people["admin"], "?clientId=two")) == {quiet, known}


def test_only_super_admins_write_incidents(people: People) -> None:
    id = _open(people["admin"], clientId="one")["incidentId"]
    tries = [
        ("POST", "", {"title": "x", "level": "p3_medium"}),
        ("PATCH", f"/{id}", {"status": "resolved"}),
        ("POST", f"/{id}/acknowledge", {}),
        ("POST", f"/{id}/updates", {"audience": "clients", "text": "x"}),
        ("PUT", f"/{id}/steps/1", {}),
        ("PUT", f"/{id}/post-mortem", {"cause": "x", "impact": "y"}),
    ]
    for method, path, json in tries:
        response = ask(support, method, f"{PATH}{path}", token=people["one"], json=json)
        assert (response.status_code, error_of(response)["code"]) == (403, "FORBIDDEN")


def test_an_update_needs_a_template_of_its_audience(people: People) -> None:
    """K2."""
    id = _open(people["admin"])["incidentId"]
    found = data_of(ask(support, "GET", f"{PATH}/templates", token=people["admin"]))["templates"]
    assert {one["audience"] for one in found} == {"clients", "team", "management"}
    for json in (
        {"audience": "clients", "templateId": "incident-team"},
        {"audience": "clients", "templateId": "ticket-late"},
        {"audience": "team", "templateId": "incident-team"},
        {"audience": "everyone", "text": "x"},
        {"audience": "team"},
    ):
        response = ask(support, "POST", f"{PATH}/{id}/updates", token=people["admin"], json=json)
        assert response.status_code == 422, json


def test_bad_times_and_levels_are_refused(people: People) -> None:
    id = _open(people["admin"])["incidentId"]
    _do(people, id, "", {"status": "mitigated"}, "PATCH")
    post_mortem = {"cause": "x", "impact": "y", "timeline": [{"at": "2026-11-28T10:02:00", "text": "no zone"}]}
    assert ask(support, "PUT", f"{PATH}/{id}/post-mortem", token=people["admin"], json=post_mortem).status_code == 422
    for json in ({"title": "x", "level": "p9"}, {"title": "a\x00", "level": "p2_high"}, {"level": "p2_high"}):
        assert ask(support, "POST", PATH, token=people["admin"], json=json).status_code == 422
    reopened = _do(people, id, "", {"status": "open", "level": "p2_high"}, "PATCH")
    assert reopened["mitigatedAt"] is None and len(reopened["team"]["steps"]) == 4
