"""Tickets over the function's own door."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.support.main import function as support
from shared.accounts.audit import AUDIT
from shared.platform.ports.documents import Query, Update
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import TICKETS
from shared.shopper.privacy import Privacy
from shared.shopper.session import Session, Sessions
from shared.support.ticket import Ticket
from shared.support.tickets import Handover, Stored, Tickets
from tests.support import SteppedClock, add_user, ask, client, data_of, error_of, wired_to
from tests.unit.functions.people import People

PATH = "/v1/admin/tickets"
RTL_AND_MARKUP = '<b onclick="x()">Shop</b> \u202e=HYPERLINK("x")'


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    stepped = replace(platform, clock=clock)
    wired_to(support, stepped)
    return stepped


@pytest.fixture
def tokens(stepped: Platform) -> People:
    return People(stepped)


def _opened(token: str, **given: Any) -> dict[str, Any]:
    response = ask(support, "POST", PATH, token=token, json={"subject": "Widget is gone", **given})
    assert response.status_code == 201, response.get_data()
    return data_of(response)


def _handed_over(documents: ClientDocuments, session: Session, clock: SteppedClock) -> str:
    handover = Handover(session.session_id, "person", "de", "m-1")
    id, write = Tickets(documents).handed_over(handover, at=clock(), keep_until=clock() + timedelta(days=90))
    documents.batch([write])
    return id


def _post(token: str, path: str, json: Any) -> Any:
    return ask(support, "POST", f"{PATH}/{path}", token=token, json=json)


def _patch(token: str, id: str, json: Any) -> Any:
    return ask(support, "PATCH", f"{PATH}/{id}", token=token, json=json)


def _list(token: str, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data_of(ask(support, "GET", f"{PATH}{query}", token=token))["items"]
    return rows


def test_a_ticket_goes_from_open_to_closed_and_its_history_says_how(
    tokens: People, clock: SteppedClock, stepped: Platform
) -> None:
    """K1 D3."""
    ticket = _opened(tokens["one"], priority="p2", description="Since the update.")
    id = ticket["ticketId"]
    assert (ticket["status"], ticket["mayBecome"]) == ("open", ["pending", "resolved", "closed"])
    for status in ("pending", "open", "resolved", "open", "resolved", "closed"):
        clock.forward(minutes=5)
        ticket = data_of(_patch(tokens["one"], id, {"status": status}))
    assert ticket["mayBecome"] == []
    assert [step["after"] for step in ticket["history"] if step["what"] == "status"] == [
        "pending",
        "open",
        "resolved",
        "open",
        "resolved",
        "closed",
    ]
    refused = _patch(tokens["one"], id, {"status": "open"})
    assert (refused.status_code, error_of(refused)["code"]) == (409, "CONFLICT")
    records = ClientDocuments(stepped.documents, "one")
    actions = [one.body["action"] for one in stepped.documents.query(Query(AUDIT, {})).items]
    assert actions.count("ticket.changed") == 6
    assert records.get(TICKETS, id) is not None


def test_a_handover_of_the_chat_is_read_with_defaults_and_answered(
    tokens: People, documents: ClientDocuments, session: Session, clock: SteppedClock
) -> None:
    """K1."""
    id = _handed_over(documents, session, clock)
    row = _list(tokens["one"], "?source=chat")[0]
    assert (row["ticketId"], row["priority"], row["level"], row["sessionId"]) == (id, "p3", 1, session.session_id)
    assert "person" in row["subject"]
    reply = data_of(_post(tokens["one"], f"{id}/replies", {"text": "We called you."}))
    assert reply["ticket"]["firstResponse"]["metAt"]


def test_a_word_of_the_requester_answers_nobody(tokens: People) -> None:
    """K1: the clock of the first response goes on."""
    id = _opened(tokens["one"])["ticketId"]
    for who, met in (("one", False), ("admin", True)):
        reply = data_of(_post(tokens[who], f"{id}/replies", {"text": "Any news?"}))
        assert (reply["ticket"]["firstResponse"]["metAt"] is not None) == met


def test_of_two_changes_at_once_none_is_lost(
    tokens: People, stepped: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K1: also when both have read the ticket before either has written."""
    id, changed = _opened(tokens["one"])["ticketId"], Tickets.changed

    def after_another(before: Stored, after: Ticket) -> Update:
        monkeypatch.setattr(Tickets, "changed", staticmethod(changed))
        assert _post(tokens["one"], f"{id}/notes", {"text": "first"}).status_code == 201
        return changed(before, after)

    monkeypatch.setattr(Tickets, "changed", staticmethod(after_another))
    assert _post(tokens["one"], f"{id}/notes", {"text": "second"}).status_code == 201
    notes = data_of(ask(support, "GET", f"{PATH}/{id}", token=tokens["one"]))["notes"]
    assert [note["text"] for note in notes] == ["first", "second"]


def test_a_note_on_a_shoppers_ticket_is_erased_with_the_session(
    tokens: People, documents: ClientDocuments, session: Session, clock: SteppedClock, stepped: Platform
) -> None:
    """K1 D3."""
    id = _handed_over(documents, session, clock)
    secret = "wears minus four, called Erika"
    assert _post(tokens["one"], f"{id}/notes", {"text": secret}).status_code == 201
    assert _post(tokens["one"], f"{id}/escalate", {"reason": secret}).status_code == 200
    for path in ("replies", "notes"):
        keyed = {"headers": {"Idempotency-Key": path}, "json": {"text": secret}}
        assert ask(support, "POST", f"{PATH}/{id}/{path}", token=tokens["one"], **keyed).status_code == 201
    Privacy(documents, clock, stepped.new_id).erase(session.session_id)
    assert ask(support, "GET", f"{PATH}/{id}", token=tokens["one"]).status_code == 404
    assert _post(tokens["one"], f"{id}/notes", {"text": "late"}).status_code == 404
    left = [
        one.body for name in (TICKETS, AUDIT, "replays") for one in stepped.documents.query(Query(name, {})).items
    ]
    assert secret not in str(left)


def test_a_ticket_of_a_session_needs_the_session(tokens: People, session: Session, sessions: Sessions) -> None:
    assert _opened(tokens["one"], sessionId=session.session_id)["sessionId"] == session.session_id
    for token, id in ((tokens["two"], session.session_id), (tokens["one"], "unknown")):
        response = ask(support, "POST", PATH, token=token, json={"subject": "x", "sessionId": id})
        assert response.status_code == 404


def test_clocks_run_out_stand_still_and_call_for_escalation(tokens: People, clock: SteppedClock) -> None:
    """K1 K2."""
    id = _opened(tokens["one"], priority="p1")["ticketId"]
    clock.forward(minutes=16)
    row = _list(tokens["one"], "?overdue=true")[0]
    assert row["firstResponse"]["breached"] and row["firstResponse"]["secondsLeft"] == -60
    assert row["escalationDue"] and not row["resolution"]["breached"]
    after = data_of(_post(tokens["one"], f"{id}/escalate", {"reason": "Nobody answers."}))
    assert (after["level"], after["escalationDue"]) == (2, False)
    waiting = data_of(_patch(tokens["one"], id, {"status": "pending"}))
    assert waiting["resolution"]["paused"]
    due = waiting["resolution"]["dueAt"]
    clock.forward(hours=9)
    back = data_of(_patch(tokens["one"], id, {"status": "open"}))
    assert back["resolution"]["dueAt"] > due and not back["resolution"]["breached"]
    assert not _list(tokens["one"], "?overdue=true")
    clock.forward(hours=4)
    assert _list(tokens["one"], "?overdue=true")[0]["ticketId"] == id
    assert data_of(_post(tokens["one"], f"{id}/escalate", {"reason": "Still."}))["level"] == 3
    assert _post(tokens["one"], f"{id}/escalate", {"reason": "Again."}).status_code == 409


def test_a_reply_from_a_template_is_shown_first_and_says_what_it_lacks(tokens: People) -> None:
    """K2."""
    id = _opened(tokens["one"])["ticketId"]
    found = data_of(ask(support, "GET", f"{PATH}/templates?ticketId={id}", token=tokens["one"]))["templates"]
    workaround = next(one for one in found if one["id"] == "ticket-workaround")
    assert "Widget is gone" in workaround["preview"] and "{cause}" in workaround["preview"]
    assert workaround["asksFor"] == ["cause", "workaround", "fixBy"]
    lacking = _post(tokens["one"], f"{id}/replies", {"templateId": "ticket-workaround", "values": {"cause": "x"}})
    assert [one["field"] for one in error_of(lacking)["details"]] == ["values.workaround", "values.fixBy"]
    values = {"cause": "a {subject} theme", "workaround": "the old theme", "fixBy": "Friday"}
    given = {"templateId": "ticket-workaround", "values": values}
    shown = data_of(_post(tokens["one"], f"{id}/replies", {**given, "preview": True}))
    assert shown["ticket"] is None and "a {subject} theme" in shown["text"]
    kept = data_of(_post(tokens["one"], f"{id}/replies", given))
    assert kept["ticket"]["replies"][0]["text"] == shown["text"]
    assert _post(tokens["one"], f"{id}/replies", {"templateId": "nothing"}).status_code == 422
    assert _post(tokens["one"], f"{id}/replies", {}).status_code == 422


def test_notes_of_super_admins_are_not_read_by_the_client(tokens: People) -> None:
    id = _opened(tokens["one"])["ticketId"]
    _post(tokens["admin"], f"{id}/notes", {"text": "They have not paid."})
    _post(tokens["one"], f"{id}/notes", {"text": "Ask Eva."})
    seen = data_of(ask(support, "GET", f"{PATH}/{id}", token=tokens["one"]))
    assert [note["text"] for note in seen["notes"]] == ["Ask Eva."]
    assert sum(step["what"] == "note" for step in seen["history"]) == 1
    assert len(data_of(ask(support, "GET", f"{PATH}/{id}", token=tokens["admin"]))["notes"]) == 2


def test_foreign_and_unknown_tickets_look_alike(tokens: People) -> None:
    id = _opened(tokens["one"])["ticketId"]
    answers = [
        (response.status_code, error_of(response)["message"])
        for name in (id, "unknown")
        for response in (
            ask(support, "GET", f"{PATH}/{name}", token=tokens["two"]),
            _patch(tokens["two"], name, {"status": "closed"}),
            _post(tokens["two"], f"{name}/notes", {"text": "x"}),
            _post(tokens["two"], f"{name}/replies", {"text": "x"}),
            _post(tokens["two"], f"{name}/escalate", {"reason": "x"}),
            ask(support, "GET", f"{PATH}/templates?ticketId={name}", token=tokens["two"]),
        )
    ]
    assert set(answers) == {(404, "There is nothing of that id: check it.")}
    assert _list(tokens["two"]) == []
    assert ask(support, "GET", f"{PATH}?clientId=one", token=tokens["two"]).status_code == 404


def test_a_ticket_is_given_to_users_who_may_see_it(tokens: People, stepped: Platform) -> None:
    eva = add_user(stepped, "eva@a.example", "one")
    stranger = add_user(stepped, "stranger@a.example", "two")
    boss = add_user(stepped, "boss@a.example", None)
    ticket = _opened(tokens["one"], assignee=eva.user_id)
    assert ticket["assignee"]["userId"] == eva.user_id
    id = ticket["ticketId"]
    for user_id in (stranger.user_id, boss.user_id, "unknown"):
        assert _patch(tokens["one"], id, {"assignee": user_id}).status_code == 422
    assert data_of(_patch(tokens["admin"], id, {"assignee": boss.user_id}))["assignee"]["userId"] == boss.user_id
    assert _list(tokens["one"], f"?assignee={boss.user_id}")
    assert data_of(_patch(tokens["one"], id, {"assignee": None}))["assignee"] is None
    assert _list(tokens["one"], "?assignee=none")


def test_a_super_admin_lists_every_clients_tickets_page_by_page(tokens: People, clock: SteppedClock) -> None:
    ids = []
    for turn in range(6):
        clock.forward(minutes=turn % 2)  # some at the same moment
        ids.append(_opened(tokens["one" if turn % 3 else "two"])["ticketId"])
    seen: list[str] = []
    query = "?limit=2"
    while True:
        page = data_of(ask(support, "GET", f"{PATH}{query}", token=tokens["admin"]))
        seen += [row["ticketId"] for row in page["items"]]
        if page["nextCursor"] is None:
            break
        query = f"?limit=2&cursor={page['nextCursor']}"
    assert sorted(seen) == sorted(ids)
    assert [row["clientId"] for row in _list(tokens["admin"], "?clientId=two")] == ["two", "two"]
    response = ask(support, "POST", PATH, token=tokens["admin"], json={"subject": "x"})
    assert response.status_code == 422 and error_of(response)["details"][0]["field"] == "clientId"
    assert ask(support, "GET", f"{PATH}?cursor=nonsense", token=tokens["admin"]).status_code == 422


def test_texts_are_kept_as_they_are_within_bounds(tokens: People) -> None:
    ticket = _opened(tokens["one"], subject=RTL_AND_MARKUP, description="a\n\tb")
    assert (ticket["subject"], ticket["description"]) == (RTL_AND_MARKUP, "a\n\tb")
    for bad in ({"subject": "a\x00b"}, {"subject": "a\nb"}, {"subject": " "}, {"subject": "x" * 201}):
        assert ask(support, "POST", PATH, token=tokens["one"], json=bad).status_code == 422, bad
    id = ticket["ticketId"]
    for text in ("a\x1bb", "", "x" * 2001, "\ud800"):
        assert _post(tokens["one"], f"{id}/notes", {"text": text}).status_code == 422
    for place in range(60):
        assert _post(tokens["one"], f"{id}/notes", {"text": f"{place}" + "\U0001f453" * 1990}).status_code == 201
    assert _post(tokens["one"], f"{id}/notes", {"text": "one more"}).status_code == 409


def test_notes_written_at_once_are_all_kept_and_one_sent_twice_is_kept_once(tokens: People) -> None:
    id, token = _opened(tokens["one"])["ticketId"], tokens["one"]
    keyed = {"headers": {"Idempotency-Key": "k"}, "json": {"text": "sent twice"}}
    for _ in range(2):
        assert ask(support, "POST", f"{PATH}/{id}/notes", token=token, **keyed).status_code == 201
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda place: _post(token, f"{id}/notes", {"text": f"{place}"}), range(5)))
    assert [answer.status_code for answer in answers] == [201] * 5
    notes = data_of(ask(support, "GET", f"{PATH}/{id}", token=token))["notes"]
    assert sorted(note["text"] for note in notes) == ["0", "1", "2", "3", "4", "sent twice"]


def test_a_ticket_about_a_session_goes_with_it(tokens: People, stepped: Platform, clock: SteppedClock) -> None:
    """D3: what a shopper told is kept no longer for having been told late."""
    days = {"lifetime": timedelta(days=1), "retention": timedelta(days=client("one").retention_days)}
    session = Sessions(ClientDocuments(stepped.documents, "one"), clock, stepped.new_id).start(
        user_id="u", platform="html", **days
    )
    clock.forward(days=20)
    ticket_id = _opened(tokens["one"], sessionId=session.session_id)["ticketId"]
    with closing(sqlite3.connect(stepped.settings.data_dir / "documents.sqlite")) as store:
        rows = store.execute(
            "SELECT expires_at FROM documents WHERE id IN (?, ?)", (session.session_id, ticket_id)
        ).fetchall()
    assert (len(rows), len({*rows})) == (2, 1)


def test_the_workflow_is_told(tokens: People) -> None:
    """K2."""
    told = data_of(ask(support, "GET", f"{PATH}/workflow", token=tokens["one"]))
    assert [one["firstResponseMinutes"] for one in told["priorities"]] == [15, 60, 240]
    assert told["transitions"]["closed"] == [] and [one["level"] for one in told["levels"]] == [1, 2, 3]
