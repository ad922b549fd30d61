"""The quality section over the function's own door."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from functions.insight.main import function as insight
from shared.accounts.audit import AUDIT
from shared.insight.rollups import rollup_writes
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create, Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.quality.components import COMPONENTS
from shared.quality.counted import counts
from shared.quality.explanations import COMPONENTS as COMPONENT_TEXTS
from shared.quality.explanations import ISSUES
from shared.quality.issue import TEXTS
from shared.shopper.collections import MESSAGES, SESSIONS
from shared.shopper.conversation import Message
from shared.web.contract.conversation import IssueCode
from shared.web.quality_views import period as quality_period
from tests.support import SteppedClock, ask, data_of, error_of, wired_to
from tests.unit.functions.people import People

PATH = "/v1/admin/quality"


@dataclass
class Shop:
    """Scored conversations as `quality_score` leaves them."""

    documents: ClientDocuments
    clock: SteppedClock
    made: int = 0

    def scored(self, overall: float, *issues: str, platform: str = "html", ago_days: float = 0.01) -> str:
        self.made += 1
        session_id = f"{self.documents.client_id}-{self.made}"
        began = self.clock() - timedelta(days=ago_days)
        score = {
            "overall": overall,
            "components": {"grounding": {"value": overall / 100, "weight": 1.0, "why": "because"}},
            "issues": [
                {"code": code, "turn": 0, "messageId": f"{session_id}-m", "text": "what", "about": ["gold"]}
                for code in issues
            ],
            "satisfaction": {"overall": 2.0 if issues else 4.0, "turns": []},
        }
        body = {"createdAt": timestamp(began), "platform": platform, "qualityScore": score}
        writes = rollup_writes(self.documents, began, counts(score))
        self.documents.batch([Create(SESSIONS, session_id, body), *writes])
        return session_id


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    stepped = replace(platform, clock=clock)
    wired_to(insight, stepped)
    return stepped


@pytest.fixture
def people(stepped: Platform) -> People:
    return People(stepped)


@pytest.fixture
def shop(stepped: Platform, clock: SteppedClock) -> Shop:
    clock.now = clock.now.replace(hour=12)
    return Shop(ClientDocuments(stepped.documents, "one"), clock)


@pytest.fixture
def other(stepped: Platform, shop: Shop) -> Shop:
    return Shop(ClientDocuments(stepped.documents, "two"), shop.clock)


def _get(token: str, path: str = "", **query: Any) -> dict[str, Any]:
    response = ask(insight, "GET", f"{PATH}{path}", token=token, query_string=query)
    assert response.status_code == 200, response.get_data()
    return data_of(response)


def test_a_period_is_compared_with_the_one_before(shop: Shop, people: People) -> None:
    """H3 H34 H35 H37."""
    shop.scored(50, "unknown_words", ago_days=10)
    shop.scored(70, ago_days=9)
    lost = shop.scored(40, "unknown_words", "abandoned", "abandoned", ago_days=2)
    shop.scored(90, ago_days=1)
    shop.scored(95, ago_days=1)
    seen = _get(people["one"], range="7d")
    assert (seen["conversations"], seen["conversationsBefore"]) == (3, 2)
    assert (seen["overall"]["value"], seen["overall"]["before"], seen["overall"]["change"]) == (75, 60, 15)
    grounding = next(one for one in seen["components"] if one["name"] == "grounding")
    assert (grounding["value"], grounding["conversations"]) == (pytest.approx(0.75), 3)
    assert {one["atLeast"]: one["conversations"] for one in seen["distribution"] if one["conversations"]} == {
        40: 1,
        90: 2,
    }
    assert [day["conversations"] for day in seen["daily"] if day["conversations"]] == [1, 2]
    issues = {one["code"]: one for one in seen["issues"]}
    assert issues["abandoned"]["conversations"] == 1 and issues["abandoned"]["change"] == pytest.approx(1 / 3)
    assert issues["unknown_words"]["change"] == pytest.approx(1 / 3 - 1 / 2)
    suggested = seen["suggestions"]
    assert (suggested["sessionsRead"], suggested["conversations"], suggested["complete"]) == (3, 3, True)
    assert suggested["items"][0]["lost"] == 1 and lost in suggested["items"][0]["examples"]
    assert any("gold" in one["text"] for one in suggested["items"])
    assert seen["clients"] is None


def test_every_figure_says_what_it_means(shop: Shop, people: People) -> None:
    """H18."""
    assert set(ISSUES) == set(TEXTS) == set(get_args(IssueCode))
    assert set(COMPONENT_TEXTS) == set(COMPONENTS)
    seen = _get(people["one"])
    parts = [seen, seen["overall"], seen["satisfaction"], seen["suggestions"], *seen["components"], *seen["issues"]]
    assert all(len(part["explanation"]) > 30 for part in parts)
    assert {"distribution", "trend", "marks", "clients"} <= set(seen["explanations"])
    assert (seen["overall"]["value"], seen["conversations"], seen["suggestions"]["items"]) == (None, 0, [])


def test_a_super_admin_oversees_all_clients(shop: Shop, other: Shop, people: People) -> None:
    """H34: oversight across clients."""
    shop.scored(80)
    shop.scored(60, "complaint")
    other.scored(40, "abandoned")
    seen = _get(people["admin"])
    assert (seen["conversations"], seen["overall"]["value"]) == (3, 60)
    assert [(row["clientId"], row["overall"], row["worstIssue"]) for row in seen["clients"]] == [
        ("two", 40, "abandoned"),
        ("one", 70, "complaint"),
    ]
    assert seen["suggestions"]["sessionsRead"] == 3
    assert _get(people["admin"], clientId="two")["conversations"] == 1
    assert _get(people["two"])["overall"]["value"] == 40


def test_conversations_are_found_by_score_issue_and_platform(shop: Shop, other: Shop, people: People) -> None:
    """H34 H35."""
    shop.documents.create(
        SESSIONS,
        "one-unscored",
        {"createdAt": timestamp(shop.clock()), "platform": "html", "qualityScore": None},
    )
    low = shop.scored(30, "complaint", ago_days=3)
    middle = shop.scored(60, platform="shopify", ago_days=2)
    high = shop.scored(90, "complaint", ago_days=1)
    foreign = other.scored(50)

    def found(who: str = "one", **query: Any) -> list[str]:
        return [one["sessionId"] for one in _get(people[who], "/conversations", **query)["items"]]

    assert found() == [high, middle, low]
    assert found(minimum=60) == [high, middle] and found(maximum=60) == [middle, low]
    assert found(issue="complaint") == [high, low] and found(platform="shopify") == [middle]
    assert found("admin") == [foreign, high, middle, low]
    first = _get(people["one"], "/conversations", limit=2)
    assert found(limit=2, cursor=first["nextCursor"]) == [low]
    row = first["items"][0]
    assert (row["overall"], row["issues"], row["satisfaction"], row["components"]) == (
        90,
        ["complaint"],
        2,
        {"grounding": 0.9},
    )
    for query in ({"minimum": 101}, {"issue": "nothing"}, {"platform": "x"}, {"cursor": "x"}, {"from": "2026-02-30"}):
        response = ask(insight, "GET", f"{PATH}/conversations", token=people["one"], query_string=query)
        assert response.status_code == 422, query


def test_a_conversation_is_shown_with_the_message_that_shows_each_issue(shop: Shop, people: People) -> None:
    """H34: interpretable."""
    session_id = shop.scored(30, "complaint")
    message = Message(f"{session_id}-m", session_id, "shopper", "This is <b>useless</b>.", shop.clock())
    shop.documents.create(MESSAGES, message.message_id, message.to_body())
    seen = _get(people["one"], f"/conversations/{session_id}")
    assert seen["messages"][0]["issues"] == ["complaint"]
    assert seen["messages"][0]["text"] == "This is <b>useless</b>."
    assert seen["parts"][0]["why"] == "because" and len(seen["parts"][0]["explanation"]) > 30
    answers = [
        ask(insight, "GET", f"{PATH}/conversations/{id}", token=people["two"]) for id in (session_id, "unknown")
    ]
    assert {(one.status_code, error_of(one)["message"]) for one in answers} == {
        (404, "There is nothing of that id: check it.")
    }


def test_a_mark_tells_before_from_after(shop: Shop, people: People, stepped: Platform) -> None:
    """H38."""
    for place in range(40):
        shop.scored(60 + place % 2, ago_days=6)
        shop.scored(75 + place % 2, ago_days=2)
    at = timestamp(shop.clock() - timedelta(days=4))
    response = ask(
        insight, "POST", f"{PATH}/marks", token=people["one"], json={"text": "New <i>lexicon</i>", "at": at}
    )
    assert response.status_code == 201
    (mark,) = _get(people["one"], "/marks")["marks"]
    assert mark["text"] == "New <i>lexicon</i>" and mark["scope"] == "client"
    assert (mark["before"]["conversations"], mark["after"]["conversations"]) == (40, 40)
    difference = mark["difference"]
    assert difference["points"] == pytest.approx(15) and difference["shown"]
    assert difference["low"] < 15 < difference["high"]
    assert _get(people["one"])["marks"] == [mark]
    (narrow,) = _get(people["one"], "/marks", days=1)["marks"]
    assert narrow["difference"] is None and narrow["after"]["conversations"] == 0
    actions = [one.body["action"] for one in stepped.documents.query(Query(AUDIT, {})).items]
    assert actions == ["mark.set"]
    for name in (mark["markId"], "unknown"):
        assert ask(insight, "DELETE", f"{PATH}/marks/{name}", token=people["two"]).status_code == 404
    assert ask(insight, "DELETE", f"{PATH}/marks/{mark['markId']}", token=people["one"]).status_code == 200
    assert _get(people["one"], "/marks")["marks"] == []


def test_a_mark_of_the_platform_is_seen_by_all_and_removed_by_none_of_them(shop: Shop, people: People) -> None:
    response = ask(insight, "POST", f"{PATH}/marks", token=people["admin"], json={"text": "Release 1.4"})
    mark_id = data_of(response)["markId"]
    shop.clock.forward(hours=1)
    (mark,) = _get(people["two"], "/marks")["marks"]
    assert (mark["scope"], mark["by"]) == ("platform", None)
    assert ask(insight, "DELETE", f"{PATH}/marks/{mark_id}", token=people["two"]).status_code == 404
    assert _get(people["admin"], "/marks")["marks"][0]["by"] == "admin@a.example"


def test_marks_to_come_and_bad_texts_are_refused(shop: Shop, people: People) -> None:
    ahead, past = (timestamp(shop.clock() + timedelta(days=days)) for days in (1, -401))
    for json in (
        {"text": "x", "at": ahead},
        {"text": "x", "at": past},
        {"text": "x", "at": "2026-11-01T00:00:00"},
        {"text": "a\x00b"},
        {"text": "x" * 201},
        {"text": ""},
    ):
        assert ask(insight, "POST", f"{PATH}/marks", token=people["one"], json=json).status_code == 422, json


def test_documents_read_do_not_grow_with_conversations(
    shop: Shop, people: People, stepped: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H35: trends are sums, and suggestions read a bounded number of sessions."""
    monkeypatch.setattr(quality_period, "MOST_READ", 20)
    kind, read = type(stepped.documents), [0]

    def counted(name: str) -> None:
        original = getattr(kind, name)

        def call(self: Any, *given: Any, **named: Any) -> Any:
            found = original(self, *given, **named)
            read[0] += len(found.items if name == "query" else found)
            return found

        monkeypatch.setattr(kind, name, call)

    def reads(sessions: int) -> int:
        for place in range(sessions):
            shop.scored(50 + place % 50, "complaint", ago_days=place % 20 + 0.1)
        token = people["one"]
        read[0] = 0
        seen = _get(token, range="30d")
        assert not seen["suggestions"]["complete"] and seen["suggestions"]["sessionsRead"] == 20
        return read[0]

    for name in ("query", "get_many"):
        counted(name)
    assert reads(60) == reads(240)
