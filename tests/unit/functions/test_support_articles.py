"""Knowledge articles over the function's own door."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions.support.main import function as support
from shared.platform.wiring import Platform
from shared.web.errors import STATUS
from tests.support import SteppedClock, ask, data_of, error_of, wired_to
from tests.unit.functions.people import People

ROOT = Path(__file__).parents[3]
PATH = "/v1/admin/articles"
SCENARIOS = {
    "builtin:widget-not-loading-shopify",
    "builtin:face-analysis-mobile",
    "builtin:irrelevant-recommendations",
    "builtin:peak-traffic",
    "builtin:break-after-platform-update",
}


@pytest.fixture
def people(platform: Platform, clock: SteppedClock) -> People:
    stepped = replace(platform, clock=clock)
    wired_to(support, stepped)
    return People(stepped)


def _write(token: str, **given: Any) -> dict[str, Any]:
    text = {"title": "Lenses", "body": "How **progressive** lenses are ordered.", **given}
    response = ask(support, "POST", PATH, token=token, json=text)
    assert response.status_code == 201, response.get_data()
    return data_of(response)


def _list(token: str, query: str = "") -> list[str]:
    return [one["articleId"] for one in data_of(ask(support, "GET", f"{PATH}{query}", token=token))["items"]]


def _get(token: str, id: str) -> Any:
    return ask(support, "GET", f"{PATH}/{id}", token=token)


def test_five_scenarios_come_with_the_product_for_everyone(people: People) -> None:
    """K3: each with symptoms, diagnosis, workaround, fix and what to write down."""
    for name in ("one", "two", "admin"):
        assert set(_list(people[name])) == SCENARIOS
    for id in SCENARIOS:
        article = data_of(_get(people["one"], id))
        assert (article["scope"], article["mayChange"]) == ("product", False)
        assert article["body"].count("\n1. ") == 5, "five parts, each a list"
        for method in ("PATCH", "DELETE"):
            json = {"json": {"title": "x"}} if method == "PATCH" else {}
            assert ask(support, method, f"{PATH}/{id}", token=people["admin"], **json).status_code == 409


def test_what_the_scenarios_name_exists(people: People) -> None:
    """K3: commands, files and error codes are those of this product."""
    text = "\n".join(data_of(_get(people["one"], id))["body"] for id in SCENARIOS)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for command in set(re.findall(r"`python -m local\.ops ([a-z-]+)", text)):
        assert f"local.ops {command} " in operations
    for file in set(re.findall(r"`((?:docs|shared|terraform)/[\w./-]+)`", text)):
        assert (ROOT / file).exists(), file
    for runbook in set(re.findall(r"runbook `([a-z-]+)`", text)):
        assert (ROOT / "docs" / "runbooks" / f"{runbook}.md").exists(), runbook
    assert set(re.findall(r"`([A-Z]{2,}_[A-Z_]+)`", text)) <= set(STATUS)


def test_an_article_is_found_by_words_tags_and_language(people: People) -> None:
    """K1."""
    own = _write(people["one"], tags=["optics"], language="de")["articleId"]
    assert _list(people["one"], "?q=progress+ORDER") == [own]
    assert _list(people["one"], "?q=rogress") == []
    assert _list(people["one"], "?tag=optics&status=draft&language=de") == [own]
    assert _list(people["one"], "?tag=shopify") == ["builtin:widget-not-loading-shopify"]
    first = data_of(ask(support, "GET", f"{PATH}?limit=4", token=people["one"]))
    assert first["items"][0]["articleId"] == own
    rest = _list(people["one"], f"?limit=4&cursor={first['nextCursor']}")
    assert len(rest) == 2 and not set(rest) & {one["articleId"] for one in first["items"]}
    assert ask(support, "GET", f"{PATH}?cursor=x", token=people["one"]).status_code == 422


def test_an_article_is_changed_and_removed_by_its_own_people(people: People) -> None:
    id = _write(people["one"])["articleId"]
    changed = ask(support, "PATCH", f"{PATH}/{id}", token=people["one"], json={"status": "published", "tags": ["a"]})
    assert (data_of(changed)["status"], data_of(changed)["tags"]) == ("published", ["a"])
    assert data_of(changed)["body"].startswith("How")
    for method in ("GET", "PATCH", "DELETE"):
        json = {"json": {"title": "Mine"}} if method == "PATCH" else {}
        answers = [ask(support, method, f"{PATH}/{name}", token=people["two"], **json) for name in (id, "unknown")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({error_of(answer)["message"] for answer in answers}) == 1
    assert id not in _list(people["two"])
    assert ask(support, "DELETE", f"{PATH}/{id}", token=people["one"]).status_code == 200
    assert _get(people["one"], id).status_code == 404


def test_what_the_platform_publishes_every_client_reads(people: People) -> None:
    draft = _write(people["admin"])["articleId"]
    assert draft not in _list(people["one"])
    assert _get(people["one"], draft).status_code == 404
    ask(support, "PATCH", f"{PATH}/{draft}", token=people["admin"], json={"status": "published"})
    assert draft in _list(people["one"])
    seen = data_of(_get(people["one"], draft))
    assert (seen["scope"], seen["mayChange"]) == ("platform", False)
    assert ask(support, "DELETE", f"{PATH}/{draft}", token=people["one"]).status_code == 404


def test_a_ticket_and_an_article_point_to_each_other(people: People) -> None:
    """K1: linked articles."""
    opened = ask(support, "POST", "/v1/admin/tickets", token=people["one"], json={"subject": "No widget"})
    ticket_id = data_of(opened)["ticketId"]
    own = _write(people["one"])["articleId"]
    foreign = _write(people["two"])["articleId"]
    for id in ("builtin:widget-not-loading-shopify", own, own):
        path = f"{PATH}/{id}/tickets"
        linked = data_of(ask(support, "POST", path, token=people["one"], json={"ticketId": ticket_id}))
    assert [one["articleId"] for one in linked["articles"]] == ["builtin:widget-not-loading-shopify", own]
    assert data_of(_get(people["one"], own))["ticketIds"] == [ticket_id]
    for token, id, ticket in (
        (people["one"], foreign, ticket_id),
        (people["admin"], foreign, ticket_id),
        (people["two"], foreign, ticket_id),
        (people["one"], own, "unknown"),
    ):
        response = ask(support, "POST", f"{PATH}/{id}/tickets", token=token, json={"ticketId": ticket})
        assert response.status_code == 404
    path = f"{PATH}/{own}/tickets/{ticket_id}"
    assert ask(support, "DELETE", path, token=people["two"]).status_code == 404
    for _ in range(2):
        unlinked = data_of(ask(support, "DELETE", path, token=people["one"]))
        assert [one["articleId"] for one in unlinked["articles"]] == ["builtin:widget-not-loading-shopify"]
    assert data_of(_get(people["one"], own))["ticketIds"] == []
    ask(support, "POST", f"{PATH}/{own}/tickets", token=people["one"], json={"ticketId": ticket_id})
    ask(support, "DELETE", f"{PATH}/{own}", token=people["one"])
    shown = data_of(ask(support, "GET", f"/v1/admin/tickets/{ticket_id}", token=people["one"]))
    assert [one["articleId"] for one in shown["articles"]] == ["builtin:widget-not-loading-shopify"]


def test_there_is_a_most_that_can_be_kept(people: People) -> None:
    token = people["one"]
    for place in range(200):
        assert ask(support, "POST", PATH, token=token, json={"title": f"{place}", "body": "x"}).status_code in (
            201,
            429,
        )
    assert _write_status(people["one"], "x" * 20_001) == 422
    assert _write_status(people["one"], "\x07") == 422


def _write_status(token: str, body: str) -> int:
    return ask(support, "POST", PATH, token=token, json={"title": "x", "body": body}).status_code
