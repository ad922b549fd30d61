"""What is kept is shown and erased by session, by shopper and by client; receipts prove consent after all is gone."""

import ast
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.chat.main import function as chat
from functions.privacy.main import function as privacy
from functions.session.main import function as session
from shared.accounts.clients import ClientExists, Clients, changed
from shared.accounts.erasure import ErasedClients
from shared.accounts.invitations import Invitations
from shared.accounts.protection import NOT_COPIED, NOT_ERASED, collections_of_a_client, record
from shared.alerts.channels import Channels
from shared.billing.bills import Bills
from shared.billing.month import Month
from shared.platform.indexes import composite_indexes
from shared.platform.ports.documents import Create, Delete, Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import OF_A_SHOPPER
from shared.shopper.retention import retention_sweep
from shared.shopper.session import Sessions
from tests.support import KEY, OTHER_KEY, SteppedClock, access_token, ask, client, data_of, error_of, wired_to

ROOT = Path(__file__).parents[3]
PATH = "/v1/admin/privacy"
# Where the cloud clears away what has expired; elsewhere it would lie for ever.
CLEARED = set(json.loads((ROOT / "terraform" / "api" / "collections.json").read_text("utf-8")))


@pytest.fixture
def wired(platform: Platform) -> Platform:
    for function in (privacy, session, chat):
        wired_to(function, platform)
    return platform


def _start(user_id: str, key: str = KEY, client_id: str = "one") -> str:
    body = {"clientId": client_id, "userId": user_id, "platform": "html"}
    return str(data_of(ask(session, "POST", "/v1/ai/session/start", key=key, json=body))["sessionId"])


def _agree(session_id: str, *, granted: bool = True) -> dict[str, Any]:
    body = {"sessionId": session_id, "purpose": "face_analysis", "version": "1", "granted": granted}
    return data_of(ask(session, "POST", "/v1/ai/consent", key=KEY, json=body))


def _ask(platform: Platform, method: str, path: str, who: str = "one@shop.example", **given: Any) -> Any:
    return ask(privacy, method, PATH + path, token=access_token(platform, who), **given)


def test_a_session_is_shown_and_erased_with_a_receipt_twice_the_same(wired: Platform) -> None:
    """J11."""
    id = _start("somebody")
    ask(chat, "POST", "/v1/ai/chat", key=KEY, json={"sessionId": id, "message": "round frames"})
    kept = data_of(_ask(wired, "GET", f"/sessions/{id}"))
    assert kept["session"]["userId"] == "somebody"
    assert len(kept["messages"]) == 2
    erased = data_of(_ask(wired, "DELETE", f"/sessions/{id}"))
    assert (erased["erased"]["sessions"], erased["erased"]["messages"]) == (1, 2)
    assert "session.erased" in _audited(wired)
    assert data_of(_ask(wired, "DELETE", f"/sessions/{id}")) == erased
    assert error_of(_ask(wired, "GET", f"/sessions/{id}"))["code"] == "NOT_FOUND"
    assert error_of(_ask(wired, "DELETE", f"/sessions/{id}", "two@shop.example"))["code"] == "NOT_FOUND"


def test_a_super_admin_who_erases_a_session_again_gets_its_first_receipt(wired: Platform) -> None:
    """J11: whoever erased it first; one that was cut off half-way is finished."""
    path, admin = f"/sessions/{_start('somebody', OTHER_KEY, 'two')}", "admin@platform.example"
    erased = data_of(_ask(wired, "DELETE", path, admin))
    assert data_of(_ask(wired, "DELETE", path, admin)) == erased
    assert data_of(_ask(wired, "DELETE", path, "two@shop.example")) == erased
    assert error_of(_ask(wired, "DELETE", path))["code"] == "NOT_FOUND"
    assert error_of(_ask(wired, "GET", path, admin))["code"] == "NOT_FOUND"
    assert error_of(_ask(wired, "DELETE", "/sessions/nobody", admin))["code"] == "NOT_FOUND"
    begun = _cut_off(wired, "somebody")
    finished = data_of(_ask(wired, "DELETE", f"/sessions/{begun}", admin))
    assert (finished["receiptId"], finished["erased"]["messages"]) == ("r", 2)


def _audited(platform: Platform) -> set[str]:
    return {
        document.body["action"]
        for document in ClientDocuments(platform.documents, "one").query(Query("audit", {})).items
    }


def _cut_off(platform: Platform, user_id: str) -> str:
    """A visit whose erasure came no further than its session."""
    id = _start(user_id)
    ask(chat, "POST", "/v1/ai/chat", key=KEY, json={"sessionId": id, "message": "round frames"})
    receipt = {"receiptId": "r", "at": None, "counts": {"sessions": 1}}
    own = ClientDocuments(platform.documents, "one")
    own.batch([Delete("sessions", id), Create("erasures", f"one:{id}", receipt)])
    return id


def test_what_an_erasure_that_was_cut_off_has_left_is_erased_by_the_next_or_that_day(wired: Platform) -> None:
    """J11: no session leads to it any more."""
    own, messages = ClientDocuments(wired.documents, "one"), Query("messages", {})
    _cut_off(wired, "kim")
    _start("kim")
    assert data_of(_ask(wired, "DELETE", "/users/kim"))["sessions"] == 1
    assert own.query(messages).items == []
    _cut_off(wired, "lee")
    swept = retention_sweep(own, client("one"), wired.clock, wired.new_id)
    assert (swept["sessions"], swept["messages"]) == (1, 2)
    assert own.query(messages).items == []
    assert retention_sweep(own, client("one"), wired.clock, wired.new_id) == {}


def test_a_shopper_is_erased_over_all_visits_and_nobody_elses(wired: Platform) -> None:
    """J11: by the shop's own id; the same id at another shop is another person."""
    mine = [_start("kim") for _ in range(3)]
    other, elsewhere = _start("lee"), _start("kim", OTHER_KEY, "two")
    kept = data_of(_ask(wired, "GET", "/users/kim"))["sessions"]
    assert {each["session"]["sessionId"] for each in kept} == set(mine)
    erased = data_of(_ask(wired, "DELETE", "/users/kim"))
    assert (erased["sessions"], len(erased["receipts"])) == (3, 3)
    assert "shopper.erased" in _audited(wired)
    assert error_of(_ask(wired, "DELETE", "/users/kim"))["code"] == "NOT_FOUND"
    left = {each.id for each in wired.documents.query(Query("sessions", {})).items}
    assert left == {other, elsewhere}


@pytest.mark.parametrize(
    ("user_id", "in_path", "status"),
    [
        ("kim@shop.example", "kim%40shop.example", 200),
        ("Kim Ümlaut?#%", "Kim%20%C3%9Cmlaut%3F%23%25", 200),
        ("gid://shopify/Customer/1", "gid%3A%2F%2Fshopify%2FCustomer%2F1", 404),
    ],
)
def test_a_shopper_is_named_in_the_path_by_any_id_without_a_slash(
    wired: Platform, user_id: str, in_path: str, status: int
) -> None:
    """As docs/data-protection.md has it."""
    _start(user_id)
    for method in ("GET", "DELETE"):
        assert _ask(wired, method, f"/users/{in_path}").status_code == status


def test_a_consent_receipt_is_genuine_after_all_else_is_gone(wired: Platform) -> None:
    """J11: and no word of it can be changed."""
    id = _start("somebody")
    receipt = {**_agree(id), "sessionId": id}
    _ask(wired, "DELETE", f"/sessions/{id}")

    def valid(presented: dict[str, Any], key: str = KEY) -> bool:
        answer = ask(session, "POST", "/v1/ai/consent/verify", key=key, json=presented)
        return bool(data_of(answer)["valid"])

    assert valid(receipt)
    for changes in ({"granted": False}, {"version": "2"}, {"text": "I agree to all."}, {"sessionId": "another"}):
        assert not valid({**receipt, **changes}), changes
    assert not valid(receipt, OTHER_KEY)


def test_a_consent_is_shown_to_its_shop_with_the_receipt_that_the_shopper_got(wired: Platform) -> None:
    """J11: and to no other shop."""
    id = _start("somebody")
    receipt = _agree(id)
    path = f"/consents/{receipt['consentId']}"
    for who in ("one@shop.example", "admin@platform.example"):
        shown = data_of(_ask(wired, "GET", path, who))
        assert {name: shown[name] for name in receipt} == receipt
        assert (shown["sessionId"], shown["purpose"], shown["clientId"]) == (id, "face_analysis", "one")
    assert error_of(_ask(wired, "GET", path, "two@shop.example"))["code"] == "NOT_FOUND"
    _ask(wired, "DELETE", f"/sessions/{id}")
    assert error_of(_ask(wired, "GET", path))["code"] == "NOT_FOUND"


def test_a_closed_client_is_erased_with_all_of_it_and_no_other_is_touched(
    platform: Platform, clock: SteppedClock
) -> None:
    """J11 H31: documents, files, keys and people; the record of changes stays, and closed bills, as by law."""
    wired = replace(platform, clock=clock)
    for function in (privacy, session, chat):
        wired_to(function, wired)
    own = ClientDocuments(wired.documents, "one")
    bill = Bills(own, client("one"), wired.clock).close(Month.of(wired.clock()).before.before)
    ids = [_start(f"user-{n}") for n in range(3)]
    ask(chat, "POST", "/v1/ai/chat", key=KEY, json={"sessionId": ids[0], "message": "I want to talk to a person"})
    wired.files.put("exports/one/x/a.csv", b"a", "text/csv")
    wired.files.put("exports/two/x/a.csv", b"a", "text/csv")
    wired.files.put("frames/one/p.png", b"a", "image/png")
    access_token(wired, "one@shop.example")
    path, confirm = "/clients/one", {"query_string": {"confirm": "one"}}
    admin = "admin@platform.example"
    assert error_of(_ask(wired, "DELETE", path, admin))["code"] == "INVALID_REQUEST"
    assert error_of(_ask(wired, "DELETE", path, admin, query_string={"confirm": "two"}))["code"] == "INVALID_REQUEST"
    assert error_of(_ask(wired, "DELETE", path, admin, **confirm))["code"] == "CONFLICT"
    copied = data_of(_ask(wired, "POST", f"{path}/export", admin, json={}))
    assert copied["documents"]["sessions"] == 3
    clients = Clients(wired.documents)
    kept = clients.get("one")
    assert kept is not None
    clients.replace(kept, changed(kept.client, {"status": "closed"}))
    assert data_of(_ask(wired, "DELETE", path, admin, **confirm))["endedAt"] is None
    _start("kim")  # by an instance that still knows the key
    clock.forward(minutes=2)
    erased = data_of(_ask(wired, "DELETE", path, admin, **confirm))
    assert erased["endedAt"] is not None
    assert erased["erased"]["sessions"] == 4
    assert erased["erased"]["files"] >= 2
    assert data_of(_ask(wired, "DELETE", path, admin, **confirm)) == erased
    assert error_of(_ask(wired, "DELETE", "/clients/nobody", admin, query_string={"confirm": "nobody"}))["code"] == (
        "NOT_FOUND"
    )
    left = {name: len(own.query(Query(name, {})).items) for name in collections_of_a_client()}
    assert {name: count for name, count in left.items() if count} == {}
    assert clients.get("one") is None
    with pytest.raises(ClientExists):  # its bills and its record of changes would be the new one's
        clients.create(kept.client)
    assert clients.get("two") is not None
    assert [file.path for file in wired.files.list("exports/")] == ["exports/two/x/a.csv"]
    assert wired.files.list("frames/") == []
    assert own.query(Query("audit", {})).items != []
    assert [document.body["month"] for document in own.query(Query("bills", {})).items] == [bill.month]
    assert {"audit", "bills", "erased_clients"} <= _expiring(wired) <= CLEARED


def test_a_clients_erasure_that_takes_long_goes_on_where_it_ended(platform: Platform, clock: SteppedClock) -> None:
    """J11: one receipt, whose counts are of all calls together."""
    own, other = ClientDocuments(platform.documents, "one"), ClientDocuments(platform.documents, "two")
    for documents, count in ((own, 3), (other, 1)):
        documents.batch(
            [Create(name, f"{documents.client_id}-{n}", {}) for name in ("tickets", "messages") for n in range(count)]
        )
    kept = Clients(platform.documents).get("one")
    assert kept is not None
    Clients(platform.documents).replace(kept, changed(kept.client, {"status": "closed"}))
    erased = ErasedClients(platform.documents, platform.files, ("tickets", "messages"), clock, platform.new_id)
    steps = []
    for _ in range(3):
        steps.append(erased.erase("one", (), longest_s=-1))
        clock.forward(minutes=2)
    assert [step.counts for step in steps] == [
        {"tickets": 3},
        {"tickets": 3, "messages": 3},
        {"tickets": 3, "messages": 3},
    ]
    assert len({step.receipt_id for step in steps}) == 1
    assert [step.ended_at is None for step in steps] == [True, True, False]
    assert len(other.query(Query("messages", {})).items) == 1


def _expiring(platform: Platform) -> set[str]:
    with closing(sqlite3.connect(platform.settings.data_dir / "documents.sqlite")) as store:
        rows = store.execute("SELECT DISTINCT collection FROM documents WHERE expires_at IS NOT NULL").fetchall()
    return {name for (name,) in rows}


def test_a_clients_copy_holds_nothing_by_which_somebody_could_get_in(wired: Platform) -> None:
    """J11: no hash of a key, a password or a token, and no webhook's URL."""
    own, at = ClientDocuments(wired.documents, "one"), wired.clock()
    access_token(wired, "one@shop.example")  # a user with a password, and a sign-in
    Invitations(wired.documents, wired.clock, wired.new_id).invite("one", "new@shop.example", "New")
    hook = "https://hooks.shop.example/T0/secret-path"
    own.batch([Channels(own).added("c", "Hook", "webhook", hook, ("escalate",), at)[1]])
    copied = _ask(wired, "POST", "/clients/one/export", "admin@platform.example", json={})
    [expires] = parse_qs(urlsplit(data_of(copied)["downloadUrl"]).query)["expires"]
    assert int(expires) <= wired.clock().timestamp() + 15 * 60
    [file] = wired.files.list("exports/one/")
    text = wired.files.get(file.path).decode()
    secrets = [
        *(document.id for name in NOT_COPIED for document in own.query(Query(name, {})).items),
        *(document.body["passwordHash"] for document in own.query(Query("users", {})).items),
        "secret-path",
    ]
    assert len(secrets) >= 6
    assert [secret for secret in secrets if secret is not None and secret in text] == []
    assert not NOT_COPIED & data_of(copied)["documents"].keys()
    written = json.loads(text)
    assert [channel["name"] for channel in written["alert_channels"]] == ["Hook"]
    assert "new@shop.example" in {user["email"] for user in written["users"]}
    assert [client["clientId"] for client in written["clients"]] == ["one"]


def test_a_shorter_retention_takes_what_is_older_with_it(platform: Platform, clock: SteppedClock) -> None:
    """J11: idempotent; what is young stays."""
    documents = ClientDocuments(platform.documents, "one")
    sessions = Sessions(documents, clock, platform.new_id)
    year, day = timedelta(days=365), timedelta(days=1)
    clock.forward(days=-40)
    old = sessions.start(user_id="u", platform="html", lifetime=day, retention=year)
    clock.forward(days=39)
    young = sessions.start(user_id="u", platform="html", lifetime=day, retention=year)
    clock.forward(days=1)
    kept = Clients(platform.documents).get("one")
    assert kept is not None
    client = changed(kept.client, {"retention_days": 30})
    assert retention_sweep(documents, client, clock, platform.new_id)["sessions"] == 1
    assert retention_sweep(documents, client, clock, platform.new_id) == {}
    left = [each.id for each in documents.query(Query("sessions", {})).items]
    assert left == [young.session_id]
    assert old.session_id not in left


def test_the_record_tells_of_every_collection_in_the_code(wired: Platform) -> None:
    """J11: nothing is kept that the record does not tell of."""
    shown = data_of(_ask(wired, "GET", "/record"))
    assert shown["retentionDays"] == 90
    told = {entry["collection"] for entry in shown["items"]}
    indexed = {index.collection for index in composite_indexes()}
    assert {*_named_in_code(), *CLEARED, *indexed} - told == set()
    of_shoppers = {entry.collection for entry in record() if entry.of in ("shopper", "both")}
    assert set(OF_A_SHOPPER) <= of_shoppers
    assert not NOT_ERASED & set(collections_of_a_client())


def _named_in_code() -> set[str]:
    """Constants that stand for a collection: passed to a store's call or to a write."""
    named: set[str] = set()
    for path in (ROOT / "shared").rglob("*.py"):
        source = path.read_text("utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple):
                named |= set(_collections(node, source))
    return named


def _collections(node: ast.Assign, source: str) -> list[str]:
    target = node.targets[0]
    names = [t.id for t in getattr(target, "elts", [target]) if isinstance(t, ast.Name)]
    values = [v.value for v in getattr(node.value, "elts", [node.value]) if isinstance(v, ast.Constant)]
    store = r"(?:documents|store|system)\.(?:get|get_many|create|replace|update|delete)"
    call = rf"(?:Create|Replace|Update|Delete|Query|{store})\(\s*{{name}}\b"
    return [
        str(value)
        for name, value in zip(names, values, strict=False)
        if isinstance(value, str) and re.search(call.format(name=name), source)
    ]


def test_of_no_collection_is_a_shopper_forgotten(wired: Platform) -> None:
    """J11: after a visit with all there is to leave behind, erasing it leaves no trace of its id in any document."""
    id = _start("somebody")
    _agree(id)
    ask(chat, "POST", "/v1/ai/chat", key=KEY, json={"sessionId": id, "message": "I want to talk to a person"})
    _ask(wired, "DELETE", f"/sessions/{id}")
    traces = [
        (entry.collection, document.id)
        for entry in record()
        for document in wired.documents.query(Query(entry.collection, {})).items
        if id in json.dumps(document.body) or (id in document.id and entry.collection != "erasures")
    ]
    assert traces == []
