"""Every admin route x caller x own, foreign and unknown id, from the declarations alone: a new route is in by itself.

D17 H11: what belongs to another client answers exactly like what does not exist, and nothing of it is ever seen.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from flask import Response

from local.functions import declared
from shared.accounts import token_keys
from shared.accounts.clients import Clients, changed
from shared.accounts.keys import Keys
from shared.accounts.users import KnownUsers
from shared.alerts.defaults import defaults_of
from shared.alerts.evaluation import Measured
from shared.alerts.firings import begun
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.consent import Consents
from shared.shopper.conversation import Message
from shared.shopper.session import Sessions
from shared.shopper.transcript import Transcript
from shared.web.route import Route
from tests.support import access_token, add_user, ask, client, wired_to

CLIENTS = ("one", "two")
UNKNOWN = "0f0f0f0f-0000-4000-8000-00000000dead"
ROUTES = sorted(
    (route for route in declared().routes if route.audience == "admin"), key=lambda route: (route.path, route.method)
)
MONTH = f"{datetime.now(UTC):%Y-%m}"
SOON = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"

# What each writing route needs in its body. A route that is not here is sent {}.
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/admin/alerts": {"name": "n", "metric": "responseTime", "operator": "above", "threshold": 100},
    "POST /v1/admin/alerts/channels": {
        "name": "n",
        "kind": "email",
        "target": "a@shop.example",
        "actions": ["escalate"],
    },
    "POST /v1/admin/alerts/{alertId}/snooze": {
        "until": f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    },
    "PATCH /v1/admin/alerts/{alertId}": {"threshold": 200},
    "POST /v1/admin/articles": {"title": "t", "body": "b"},
    "PATCH /v1/admin/articles/{articleId}": {"title": "u"},
    "POST /v1/admin/articles/{articleId}/tickets": {"ticketId": "{ticketId}"},
    "POST /v1/admin/clients": {"clientId": "three", "name": "Three", "branding": {"shopName": "Three"}},
    "PATCH /v1/admin/clients/{clientId}": {"retentionDays": 30},
    "POST /v1/admin/clients/{clientId}/keys": {"scope": "publishable"},
    "PATCH /v1/admin/clients/{clientId}/settings": {"retentionDays": 31},
    "POST /v1/admin/clients/{clientId}/users": {"email": "new@shop.example", "name": "New"},
    "PATCH /v1/admin/clients/{clientId}/users/{userId}": {"name": "Newer"},
    "POST /v1/admin/exports": {"kind": "sessions", "format": "csv", "range": "30d"},
    "POST /v1/admin/incidents": {"title": "t", "level": "p3_medium"},
    "PATCH /v1/admin/incidents/{incidentId}": {"status": "mitigated"},
    "POST /v1/admin/incidents/{incidentId}/escalate": {"to": "somebody"},
    "PUT /v1/admin/incidents/{incidentId}/post-mortem": {"cause": "c", "impact": "i"},
    "POST /v1/admin/incidents/{incidentId}/timeline": {"text": "t"},
    "POST /v1/admin/incidents/{incidentId}/updates": {"audience": "clients", "text": "t"},
    "POST /v1/admin/quality/marks": {"text": "t"},
    "PATCH /v1/admin/settings": {"retentionDays": 32},
    "POST /v1/admin/tickets": {"subject": "s"},
    "PATCH /v1/admin/tickets/{ticketId}": {"priority": "p1"},
    "POST /v1/admin/tickets/{ticketId}/escalate": {"reason": "r"},
    "POST /v1/admin/tickets/{ticketId}/notes": {"text": "t"},
    "POST /v1/admin/tickets/{ticketId}/replies": {"text": "t"},
    "DELETE /v1/admin/privacy/clients/{clientId}": {"confirm": "{clientId}"},
    "POST /v1/auth/password": {"current": "wrong", "new": "twelve letters and more"},
}
# Ids that stand for no client's record, so that there is no foreign one.
OF_NOBODY = {"step": "1", "month": MONTH, "kind": "sessions"}
DESTROYS = {"DELETE"}

Ids = dict[str, str]


def mark(client_id: str) -> str:
    """What stands in every record of a client, and must be seen by nobody else."""
    return f"secret-of-{client_id}"


@dataclass
class World:
    """Two clients that have one record of every kind."""

    platform: Platform
    functions: dict[str, Callable[..., Response]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Ids] = field(default_factory=dict)

    def send(self, route: Route, ids: Ids, token: str | None, **query: str) -> Response:
        path = route.path
        for name in route.path_parameters:
            path = path.replace(f"{{{name}}}", ids.get(name) or OF_NOBODY[name])
        given: dict[str, Any] = {"token": token} if token else {}
        sent = json.dumps(BODIES.get(_name(route), {}))
        for name, id in ids.items():
            sent = sent.replace(f"{{{name}}}", id)
        given["json" if route.has_body else "query_string"] = {**json.loads(sent), **query}
        return ask(self.functions[route.function], route.method, path, **given)

    def post(self, path: str, client_id: str, **body: Any) -> dict[str, Any]:
        route = next(each for each in ROUTES if each.method == "POST" and each.path == path)
        answer = ask(
            self.functions[route.function],
            "POST",
            path,
            token=self.tokens["admin"],
            json={"clientId": client_id, **body},
        )
        assert answer.status_code < 300, (path, answer.get_data())
        data: dict[str, Any] = json.loads(answer.get_data())["data"]
        return data


def _of_session(world: World, client_id: str) -> str:
    documents = ClientDocuments(world.platform.documents, client_id)
    sessions = Sessions(documents, world.platform.clock, world.platform.new_id)
    day = timedelta(days=1)
    session = sessions.start(user_id=mark(client_id), platform="html", lifetime=day, retention=day)
    message = Message(world.platform.new_id(), session.session_id, "shopper", mark(client_id), world.platform.clock())
    documents.batch(Transcript.additions([message], keep_until=world.platform.clock() + day))
    score = {"overall": 50.0, "components": {}, "issues": [], "satisfaction": {"overall": 3.0, "turns": []}}
    sessions.update(session.session_id, {"qualityScore": score})
    return session.session_id


def _consent(world: World, client_id: str) -> str:
    documents = ClientDocuments(world.platform.documents, client_id)
    clock, new_id, day = world.platform.clock, world.platform.new_id, timedelta(days=1)
    sessions = Sessions(documents, clock, new_id)
    session = sessions.start(user_id=mark(client_id), platform="html", lifetime=day, retention=day)
    consents = Consents(documents, sessions, clock, new_id)
    return consents.grant(session, version=mark(client_id), current=mark(client_id), retention=day).consent_id


def _key(world: World, client_id: str) -> str:
    documents = ClientDocuments(world.platform.documents, client_id)
    minted = Keys(documents, world.platform.clock).minted("secret")
    documents.batch([minted.write])
    return minted.kept.key_id


def _shopper(world: World, client_id: str) -> str:
    _of_session(world, client_id)
    return mark(client_id)


def _alert(world: World, client_id: str) -> str:
    facts = {"metric": "responseTime", "operator": "above", "threshold": 100}
    return str(world.post("/v1/admin/alerts", client_id, name=mark(client_id), **facts)["alertId"])


def _channel(world: World, client_id: str) -> str:
    facts = {"kind": "email", "target": f"{mark(client_id)}@shop.example", "actions": ["notify_team"]}
    added = world.post("/v1/admin/alerts/channels", client_id, name=mark(client_id), **facts)
    return str(added["channel"]["channelId"])


def _firing(world: World, client_id: str) -> str:
    documents = ClientDocuments(world.platform.documents, client_id)
    rule = defaults_of(client_id)[0].model_copy(update={"name": mark(client_id)})
    documents.batch([begun(rule, f"firing-{client_id}", Measured(5000.0, 50), world.platform.clock())])
    return f"firing-{client_id}"


def _backup(world: World, client_id: str) -> str:
    found = world.platform.backups().list()
    return (found[0] if found else world.platform.backups().take()).id


def _incident(world: World, client_id: str) -> str:
    opened = world.post("/v1/admin/incidents", client_id, title=mark(client_id), level="p3_medium")
    return str(opened["incidentId"])


# How a record of each kind is made; by the name of the path's parameter.
MAKERS: dict[str, Callable[[World, str], str]] = {
    "clientId": lambda _, client_id: client_id,
    "keyId": _key,
    "userId": lambda world, client_id: add_user(world.platform, f"{mark(client_id)}@shop.example", client_id).user_id,
    "sessionId": _of_session,
    "consentId": _consent,
    "shopperId": _shopper,
    "articleId": lambda world, c: str(world.post("/v1/admin/articles", c, title=mark(c), body=mark(c))["articleId"]),
    "ticketId": lambda world, c: str(world.post("/v1/admin/tickets", c, subject=mark(c))["ticketId"]),
    "markId": lambda world, c: str(world.post("/v1/admin/quality/marks", c, text=mark(c))["markId"]),
    "exportId": lambda world, c: str(
        world.post("/v1/admin/exports", c, kind="sessions", format="csv", range="30d")["exportId"]
    ),
    "incidentId": _incident,
    "backupId": _backup,
    "alertId": _alert,
    "channelId": _channel,
    "firingId": _firing,
}


@pytest.fixture
def world(platform: Platform) -> Iterator[World]:
    world = World(platform)
    for name, function in declared().http.items():
        world.functions[name] = wired_to(function, platform)
    clients = Clients(platform.documents)
    for client_id in CLIENTS:
        kept = clients.get(client_id)
        assert kept is not None
        clients.replace(kept, changed(kept.client, {"name": mark(client_id)}))
    world.tokens = {who: access_token(platform, f"{who}@shop.example") for who in ("admin", *CLIENTS)}
    wanted = {name for route in ROUTES for name in route.path_parameters} - OF_NOBODY.keys()
    unmakable = sorted(wanted - MAKERS.keys())
    assert unmakable == [], f"say in MAKERS how a record is made for {unmakable}"
    for client_id in CLIENTS:
        world.ids[client_id] = {name: MAKERS[name](world, client_id) for name in sorted(wanted)}
    yield world
    for function in declared().http.values():
        for kept_by_function in ("_platform", "_guards", "_signed_in", "_performance"):
            function.__dict__.pop(kept_by_function, None)


def _body(response: Response) -> str:
    """Without what differs in every answer."""
    found = json.loads(response.get_data())
    found["error" if "error" in found else "meta"]["requestId"] = ""
    return json.dumps(found, sort_keys=True)


def _may(route: Route, role: str) -> bool:
    of_role = {"client": {"view_own_data", "export_own_data", "manage_own_alerts"}}[role]
    return not route.permissions or bool(of_role & set(route.permissions))


def _refusal(route: Route, name: str) -> int:
    if not _may(route, "client"):
        return 403
    # A link to an article that is gone can be taken off one's own ticket: whatever the id, it is not linked then.
    takes_off_a_link = _name(route) == "DELETE /v1/admin/articles/{articleId}/tickets/{ticketId}"
    return 200 if takes_off_a_link and name == "articleId" else 404


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_foreign_and_unknown_ids_get_the_same_answer_and_nothing_leaks(world: World) -> None:
    """For a client's user: 404 for both alike, or 403 whatever the id, by the route's permissions."""
    foreign, own = world.ids["two"], world.ids["one"]
    token, checked = world.tokens["one"], 0
    for route in ROUTES:
        for name in {*route.path_parameters} - OF_NOBODY.keys():
            answers = []
            for id in (foreign[name], UNKNOWN):
                answer = world.send(route, {**own, name: id}, token)
                assert mark("two") not in answer.get_data(as_text=True), _name(route)
                assert answer.status_code == _refusal(route, name), (_name(route), answer.get_data())
                answers.append(_body(answer))
            assert answers[0] == answers[1], _name(route)
            checked += 1
    assert checked >= 40


def test_another_client_cannot_be_named(world: World) -> None:
    """In the query or in the body: the same answer for another client and for one that does not exist."""
    for route in ROUTES:
        if "client_id" in route.takes.model_fields and "clientId" not in route.path_parameters:
            answers = [
                world.send(route, world.ids["one"], world.tokens["one"], clientId=id) for id in ("two", "nobody")
            ]
            assert _body(answers[0]) == _body(answers[1]), _name(route)
            assert answers[0].status_code == (404 if _may(route, "client") else 403), _name(route)
            assert mark("two") not in answers[0].get_data(as_text=True)


@pytest.mark.parametrize("who", ["one", "admin"])
def test_ones_own_answers_hold_nothing_of_another_client_and_never_fail(world: World, who: str) -> None:
    """Reads before writes, deletions last. A super admin who names a client sees that client's alone."""
    order = sorted(
        ROUTES, key=lambda route: (route.method in DESTROYS, route.method != "GET", "DELETE" in route.path)
    )
    for route in order:
        named = {"clientId": "one"} if who == "admin" and _takes_client(route) else {}
        answer = world.send(route, world.ids["one"], world.tokens[who], **named)
        text = answer.get_data(as_text=True)
        assert answer.status_code < 500, (_name(route), text)
        assert answer.status_code != 422, f"say in BODIES what {_name(route)} needs: {text}"
        if who == "one" or named:
            assert mark("two") not in text, _name(route)
        if who == "one" and not _may(route, "client"):
            assert answer.status_code == 403, _name(route)


# Change nothing that a person has set; and a wrong password, which is all that BODIES can send.
UNRECORDED = {"POST /v1/admin/alerts/check", "POST /v1/admin/bills/{month}/recompute", "POST /v1/auth/password"}
LAST = ("DELETE /v1/admin/clients/{clientId}", "DELETE /v1/admin/privacy/clients/{clientId}")


def test_every_change_leaves_a_record_of_who_made_it(world: World) -> None:
    """J11: each with the change itself, by the person whose token it was; a new route is in by itself."""
    unrecorded, recorded = [], 0
    for route in sorted(ROUTES, key=lambda route: (route.method in DESTROYS, _name(route) in LAST, route.path)):
        if route.method == "GET" or _name(route) in UNRECORDED:
            continue
        before = _records(world)
        named = {"clientId": "one"} if _takes_client(route) else {}
        answer = world.send(route, world.ids["one"], world.tokens["admin"], **named)
        if answer.status_code < 300:
            new = _records(world) - before
            recorded += bool(new)
            unrecorded += [] if new else [_name(route)]
    assert unrecorded == []
    assert recorded >= 45


def _records(world: World) -> set[str]:
    found = world.platform.documents.query(Query("audit", {})).items
    return {each.id for each in found if each.body["actor"]["email"] == "admin@shop.example"}


def _takes_client(route: Route) -> bool:
    return "client_id" in route.takes.model_fields and "clientId" not in route.path_parameters


def _bad_tokens(world: World) -> dict[str, tuple[str | None, str]]:
    """By what is wrong: the token, and the code that it gets."""
    good = world.tokens["admin"]
    claims, header = jwt.decode(good, options={"verify_signature": False}), jwt.get_unverified_header(good)
    own = token_keys.read(world.platform.settings.data_dir / token_keys.FILE_NAME)[0]
    past = int((datetime.now(UTC) - timedelta(minutes=1)).timestamp())
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": own.kid}).encode()).rstrip(b"=").decode()
    payload = base64.urlsafe_b64encode(json.dumps({**claims, "role": "super_admin"}).encode()).rstrip(b"=").decode()
    return {
        "nobody": (None, "UNAUTHORIZED"),
        "expired": (jwt.encode({**claims, "exp": past}, own.private, "ES256", headers=header), "TOKEN_EXPIRED"),
        "tampered": (f"{good.split('.')[0]}.{payload}.{good.split('.')[2]}", "UNAUTHORIZED"),
        "alg none": (f"{none}.{good.split('.')[1]}.", "UNAUTHORIZED"),
        "wrong audience": (jwt.encode({**claims, "aud": "x"}, own.private, "ES256", headers=header), "UNAUTHORIZED"),
    }


def test_no_route_takes_a_token_that_is_not_good(world: World) -> None:
    before = _everything(world)
    for what, (token, code) in _bad_tokens(world).items():
        for route in ROUTES:
            answer = world.send(route, world.ids["one"], token)
            assert answer.status_code == 401, (what, _name(route))
            assert json.loads(answer.get_data())["error"]["code"] == code, (what, _name(route))
    assert _everything(world) == before


def _everything(world: World) -> int:
    documents = world.platform.documents
    counted = ("articles", "tickets", "incidents", "quality_marks", "exports", "audit", "clients", "keys", "users")
    return sum(len(documents.query(Query(name, {})).items) for name in counted)


def test_the_worlds_own_makers_are_told_apart(world: World) -> None:
    """The matrix would prove nothing if both clients had the same ids."""
    same = {name for name, id in world.ids["one"].items() if world.ids["two"][name] == id}
    assert same <= {"backupId"}
    assert KnownUsers(world.platform.documents).by_email("one@shop.example") is not None
    assert client("one").client_id == "one"
