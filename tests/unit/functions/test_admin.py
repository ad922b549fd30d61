"""Clients and their configuration, over the function's own door."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Response

from functions.access.main import function as access
from functions.admin.main import function as admin
from functions.auth.main import function as auth
from functions.session.main import function as session
from shared.accounts.api_key import Scope
from shared.accounts.keys import Keys, MintedKey
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import KEY, access_token, ask, data_of, error_of, wired_to

Send = Callable[..., Response]
NEW: dict[str, Any] = {
    "clientId": "brillenhaus",
    "name": "Brillenhaus <b>=1+1</b>",
    "branding": {"shopName": "Brillenhaus", "accent": "#112233"},
    "profile": {"contactEmail": "team@brillenhaus.example", "timeZone": "Europe/Berlin", "currency": "EUR"},
    "shop": {"platform": "shopify", "url": "https://brillenhaus.example", "apiVersion": "2026-10"},
    "features": {"faceAnalysis": True, "chat": True, "virtualTryOn": False, "recommendations": True},
    "locales": ["de", "en-GB"],
    "texts": {"de": {"launcher.title": "Brillen finden"}},
    "allowedOrigins": ["https://brillenhaus.example"],
    "retentionDays": 30,
    "budgets": {"modelTokensPerDay": 1000},
}


@pytest.fixture
def send(platform: Platform) -> Send:
    """`send("POST", path, as_="admin@…", json=…)` to whichever function has the path."""
    functions = [wired_to(each, platform) for each in (admin, access, auth, session)]

    def sent(method: str, path: str, as_: str = "admin@platform.example", **given: Any) -> Response:
        plain = path.partition("?")[0]
        answers = [each for each in functions if any(_fits(route.path, plain) for route in each.routes)]
        return ask(answers[0], method, path, token=access_token(platform, as_), **given)

    return sent


def _fits(declared: str, path: str) -> bool:
    ours, theirs = declared.split("/"), path.split("/")
    return len(ours) == len(theirs) and all(a == b or a.startswith("{") for a, b in zip(ours, theirs, strict=True))


def test_a_client_is_opened_with_its_whole_configuration(send: Send) -> None:
    """H26: record, platform settings, branding, features, origins, texts, retention."""
    opened = send("POST", "/v1/admin/clients", json=NEW)
    assert opened.status_code == 201
    assert data_of(send("GET", "/v1/admin/clients/brillenhaus")) == data_of(opened)
    body = data_of(opened)
    assert body["shop"] == {**NEW["shop"], "webhookVersion": 1}
    assert body["name"] == NEW["name"]  # kept as text, whatever it looks like
    assert body["texts"] == NEW["texts"]
    listed = data_of(send("GET", "/v1/admin/clients"))["items"]
    assert [each["clientId"] for each in listed] == ["brillenhaus", "one", "two"]


def test_from_a_new_client_to_a_shopper_and_a_merchant_who_sees_only_its_own(send: Send, platform: Platform) -> None:
    """H6 H26 H27 H30: a key, a person who accepts, signs in, and reaches nothing of another client."""
    send("POST", "/v1/admin/clients", json=NEW)
    minted = data_of(send("POST", "/v1/admin/clients/brillenhaus/keys", json={"scope": "publishable"}))
    start = {"clientId": "brillenhaus", "userId": "u", "platform": "shopify"}
    config = data_of(ask(session, "POST", "/v1/ai/session/start", key=minted["key"], json=start))["config"]
    assert not config["features"].get("virtualTryOn")
    assert config["branding"]["accent"] == "#112233"

    person = {"email": "Kim@Brillenhaus.example", "name": "Kim"}
    token = data_of(send("POST", "/v1/admin/clients/brillenhaus/users", json=person))["token"]
    chosen = {"token": token, "password": "twelve letters and more"}
    assert ask(auth, "POST", "/v1/auth/invitations/accept", json=chosen).status_code == 200
    assert error_of(ask(auth, "POST", "/v1/auth/invitations/accept", json=chosen))["code"] == "NOT_FOUND"
    credentials = {"email": "kim@brillenhaus.example", "password": chosen["password"]}
    tokens = data_of(ask(auth, "POST", "/v1/auth/login", json=credentials))
    kim = {"token": tokens["accessToken"]}
    assert data_of(ask(admin, "GET", "/v1/admin/settings", **kim))["clientId"] == "brillenhaus"
    foreign = ask(admin, "GET", "/v1/admin/clients/one/settings", **kim)
    assert foreign.status_code == 404
    assert error_of(ask(admin, "GET", "/v1/admin/clients", **kim))["code"] == "FORBIDDEN"


def test_a_client_sets_its_own_settings_and_not_its_terms(send: Send) -> None:
    """H8 H17: branding and texts are the shop's, plan and limits the platform's."""
    change = {"branding": {"accent": "#445566"}, "features": {"chat": False}, "locales": ["fr"]}
    changed = data_of(send("PATCH", "/v1/admin/settings", as_="one@shop.example", json=change))
    assert changed["branding"] == {"shopName": "One", "accent": "#445566", "radiusPx": 12, "font": None}
    assert changed["features"]["chat"] is False
    assert changed["features"]["faceAnalysis"] is True
    ignored = data_of(send("PATCH", "/v1/admin/settings", as_="one@shop.example", json={"plan": "free"}))
    assert ignored["plan"] == "unlimited"
    terms = data_of(send("PATCH", "/v1/admin/clients/one", json={"plan": "free", "holdoutShare": 0.1}))
    assert (terms["plan"], terms["holdoutShare"]) == ("free", 0.1)


def test_every_change_is_on_record_with_what_was_before(send: Send, platform: Platform) -> None:
    """J11 H31: who, what, before, after; and nothing of a key."""
    send("PATCH", "/v1/admin/settings", as_="one@shop.example", json={"retentionDays": 30})
    send("PATCH", "/v1/admin/settings", as_="one@shop.example", json={"retentionDays": 30})  # changes nothing
    key = data_of(send("POST", "/v1/admin/clients/one/keys", json={"scope": "secret"}))["key"]
    records = data_of(send("GET", "/v1/admin/audit?clientId=one&range=24h"))["items"]
    assert [record["action"] for record in records] == ["key.added", "client.changed"]
    assert (records[1]["before"], records[1]["after"]) == ({"retentionDays": 90}, {"retentionDays": 30})
    assert records[1]["actor"]["email"] == "one@shop.example"
    assert key not in str(records)
    only = data_of(send("GET", "/v1/admin/audit?clientId=one&action=key.added"))["items"]
    assert [record["action"] for record in only] == ["key.added"]


def test_a_key_is_rotated_with_an_overlap(send: Send, platform: Platform) -> None:
    """H31: the old key works until the shop's pages have the new one."""
    old = data_of(send("POST", "/v1/admin/clients/one/keys", json={"scope": "publishable"}))
    new = data_of(send("POST", f"/v1/admin/clients/one/keys/{old['kept']['keyId']}/rotate", json={"overlapHours": 1}))
    start = {"clientId": "one", "userId": "u", "platform": "html"}
    for key in (old["key"], new["key"]):
        assert ask(session, "POST", "/v1/ai/session/start", key=key, json=start).status_code == 201
    listed = {each["keyId"]: each for each in data_of(send("GET", "/v1/admin/clients/one/keys"))["items"]}
    assert listed[old["kept"]["keyId"]]["revokedAt"] is not None
    assert listed[new["kept"]["keyId"]]["lastUsedAt"] is not None
    assert new["key"] not in str(listed)
    assert listed[new["kept"]["keyId"]]["hint"] == f"{new['key'][:5]}…{new['key'][-4:]}"
    send("DELETE", f"/v1/admin/clients/one/keys/{new['kept']['keyId']}")
    stranger = wired_to(session, platform)  # without what the process remembers for 15 seconds
    assert ask(stranger, "POST", "/v1/ai/session/start", key=new["key"], json=start).status_code == 401


def test_a_key_that_is_being_replaced_is_not_rotated_again(send: Send) -> None:
    """H31: a second rotation would put off the old key's end, and leave a key that nobody knows of."""
    old = data_of(send("POST", "/v1/admin/clients/one/keys", json={"scope": "secret"}))["kept"]["keyId"]
    rotation = f"/v1/admin/clients/one/keys/{old}/rotate"
    assert send("POST", rotation, json={"overlapHours": 1}).status_code == 201
    before = data_of(send("GET", "/v1/admin/clients/one/keys"))
    refused = error_of(send("POST", rotation, json={"overlapHours": 168}))
    assert refused["code"] == "CONFLICT"
    assert "is being replaced already" in refused["message"]
    assert data_of(send("GET", "/v1/admin/clients/one/keys")) == before
    assert data_of(send("DELETE", f"/v1/admin/clients/one/keys/{old}"))["revokedAt"] < before["items"][1]["revokedAt"]


def test_of_rotations_at_once_one_makes_a_key(
    send: Send, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H31: also when all have read the old key before any has replaced it."""
    minted, all_have_read = Keys.minted, Barrier(4)

    def after_all(keys: Keys, scope: Scope) -> MintedKey:
        all_have_read.wait(5)
        return minted(keys, scope)

    old = data_of(send("POST", "/v1/admin/clients/one/keys", json={"scope": "secret"}))["kept"]["keyId"]
    token, function = access_token(platform, "admin@platform.example"), wired_to(access, platform)
    monkeypatch.setattr(Keys, "minted", after_all)

    def rotated(_: int) -> int:
        return ask(function, "POST", f"/v1/admin/clients/one/keys/{old}/rotate", token=token, json={}).status_code

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(rotated, range(4))) == [201, 409, 409, 409]
    assert len(data_of(send("GET", "/v1/admin/clients/one/keys"))["items"]) == 3  # with the one it began with


def test_a_closed_client_is_served_no_more_and_its_id_is_not_given_again(send: Send, platform: Platform) -> None:
    send("POST", "/v1/admin/clients", json=NEW)
    key = data_of(send("POST", "/v1/admin/clients/brillenhaus/keys", json={"scope": "publishable"}))["key"]
    assert data_of(send("DELETE", "/v1/admin/clients/brillenhaus"))["status"] == "closed"
    assert data_of(send("DELETE", "/v1/admin/clients/brillenhaus"))["status"] == "closed"
    assert ask(wired_to(session, platform), "POST", "/v1/ai/session/start", key=key, json={}).status_code == 401
    assert error_of(send("GET", "/v1/admin/settings", as_="brillenhaus@shop.example"))["code"] == "FORBIDDEN"
    assert error_of(send("POST", "/v1/admin/clients", json=NEW))["code"] == "CONFLICT"
    assert error_of(send("PATCH", "/v1/admin/clients/brillenhaus", json={"name": "x"}))["code"] == "CONFLICT"
    documents = ClientDocuments(platform.documents, "brillenhaus")
    assert not [each for each in Keys(documents, platform.clock).all() if each.in_force(platform.clock())]


def test_a_suspended_client_is_told_so(send: Send, platform: Platform) -> None:
    send("PATCH", "/v1/admin/clients/one", json={"status": "suspended"})
    answer = ask(wired_to(session, platform), "POST", "/v1/ai/session/start", key=KEY, json={})
    assert error_of(answer)["code"] == "FORBIDDEN"


def test_a_disabled_person_is_signed_out_at_once(send: Send, platform: Platform) -> None:
    token = access_token(platform, "one@shop.example")
    (user,) = data_of(send("GET", "/v1/admin/clients/one/users"))["items"]
    path = f"/v1/admin/clients/one/users/{user['userId']}"
    assert data_of(send("PATCH", path, json={"state": "disabled"}))["state"] == "disabled"
    assert error_of(ask(admin, "GET", "/v1/admin/profile", token=token))["code"] == "UNAUTHORIZED"
    assert data_of(send("PATCH", path, json={"state": "active"}))["state"] == "active"
    assert error_of(ask(admin, "GET", "/v1/admin/profile", token=token))["code"] == "UNAUTHORIZED"  # signs in anew
    assert data_of(send("DELETE", path)) == {"removed": True}
    assert error_of(send("DELETE", path))["code"] == "NOT_FOUND"
    (record,) = data_of(send("GET", "/v1/admin/audit?clientId=one&action=user.removed"))["items"]
    assert record["before"]["email"] == "one@shop.example"
    assert platform.documents.query(Query("logins", {"userId": user["userId"]})).items == []


def test_an_address_is_invited_once(send: Send) -> None:
    """A second client cannot have a person of the first; the same client gets another token."""
    person = {"email": "kim@shop.example", "name": "Kim"}
    first = data_of(send("POST", "/v1/admin/clients/one/users", json=person))
    again = data_of(send("POST", "/v1/admin/clients/one/users", json=person))
    assert first["user"]["userId"] == again["user"]["userId"]
    assert first["token"] != again["token"]
    assert error_of(send("POST", "/v1/admin/clients/two/users", json=person))["code"] == "CONFLICT"


def test_nobody_becomes_active_without_a_password(send: Send) -> None:
    person = {"email": "kim@shop.example", "name": "Kim"}
    user = data_of(send("POST", "/v1/admin/clients/one/users", json=person))["user"]
    path = f"/v1/admin/clients/one/users/{user['userId']}"
    assert error_of(send("PATCH", path, json={"state": "active"}))["code"] == "CONFLICT"
    assert data_of(send("PATCH", path, json={"state": "disabled"}))["state"] == "disabled"
    assert error_of(send("PATCH", path, json={"state": "active"}))["code"] == "CONFLICT"


def test_only_the_newest_invitation_is_good(send: Send) -> None:
    """H30: whoever finds an earlier letter gets nowhere with it."""
    person = {"email": "kim@shop.example", "name": "Kim"}
    tokens = [data_of(send("POST", "/v1/admin/clients/one/users", json=person))["token"] for _ in range(3)]
    chosen = [{"token": token, "password": "twelve letters and more"} for token in tokens]
    accepted = [ask(auth, "POST", "/v1/auth/invitations/accept", json=each).status_code for each in chosen]
    assert accepted == [404, 404, 200]


def test_an_invitation_of_whom_was_disabled_meanwhile_is_over(send: Send) -> None:
    """H30: what an administrator took away, an old letter does not give back."""
    person = {"email": "kim@shop.example", "name": "Kim"}
    invited = data_of(send("POST", "/v1/admin/clients/one/users", json=person))
    send("PATCH", f"/v1/admin/clients/one/users/{invited['user']['userId']}", json={"state": "disabled"})
    chosen = {"token": invited["token"], "password": "twelve letters and more"}
    assert ask(auth, "POST", "/v1/auth/invitations/accept", json=chosen).status_code == 404


def test_a_changed_password_ends_every_sign_in(send: Send, platform: Platform) -> None:
    token = access_token(platform, "one@shop.example")
    wrong = {"current": "not it", "new": "another long password"}
    assert error_of(ask(auth, "POST", "/v1/auth/password", token=token, json=wrong))["code"] == "FORBIDDEN"
    right = {**wrong, "current": "a long enough password"}
    assert ask(auth, "POST", "/v1/auth/password", token=token, json=right).status_code == 200
    assert error_of(ask(admin, "GET", "/v1/admin/profile", token=token))["code"] == "UNAUTHORIZED"
    new = {"email": "one@shop.example", "password": right["new"]}
    assert ask(auth, "POST", "/v1/auth/login", json=new).status_code == 200


def test_the_webhook_secret_changes_with_its_version(send: Send) -> None:
    path = "/v1/admin/clients/one/webhook-secret"
    first = data_of(send("GET", path))
    (record,) = data_of(send("GET", "/v1/admin/audit?clientId=one&action=client.webhookSecretShown"))["items"]
    assert (record["after"], first["secret"] in str(record)) == ({"version": 1}, False)
    assert data_of(send("GET", path)) == first
    send("PATCH", "/v1/admin/clients/one", json={"shop": {"webhookVersion": 2}})
    assert data_of(send("GET", path))["secret"] != first["secret"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "a\u202egnp.exe"}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"profile": {"timeZone": "Mars/Olympus"}}, "profile.timeZone"),
        ({"profile": {"timeZone": "posix/America/Argentina/Buenos_Aires"}}, "profile.timeZone"),
        ({"allowedOrigins": ["https://shop.example/path"]}, "allowedOrigins.0"),
        ({"allowedOrigins": ["http://shop.example"]}, "allowedOrigins.0"),
        ({"allowedOrigins": ["*"]}, "allowedOrigins.0"),
        ({"branding": {"accent": "red"}}, "branding.accent"),
        ({"features": {"telepathy": True}}, "features.telepathy.[key]"),
        ({"features": {"chat": "yes"}}, "features.chat"),
        ({"retentionDays": 0}, "retentionDays"),
        ({"retentionDays": "30"}, "retentionDays"),
        ({"texts": {"de": {"a": "x" * 501}}}, "texts.de.a"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_field(send: Send, change: dict[str, Any], field: str) -> None:
    refused = error_of(send("PATCH", "/v1/admin/settings", as_="one@shop.example", json=change))
    assert refused["code"] == "INVALID_REQUEST"
    assert [detail["field"] for detail in refused["details"]] == [field]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"budgets": {"modelTokensPerDay": 10**30}}, "budgets.modelTokensPerDay"),
        ({"rateLimit": {"perSecond": 1, "burst": 10**30}}, "rateLimit.burst"),
    ],
)
def test_a_limit_beyond_all_use_is_refused_with_its_field(send: Send, change: dict[str, Any], field: str) -> None:
    refused = error_of(send("PATCH", "/v1/admin/clients/one", json=change))
    assert (refused["code"], [detail["field"] for detail in refused["details"]]) == ("INVALID_REQUEST", [field])
