"""Whose data a signed-in person reaches, and what their role lets them do."""

import pytest
from flask import Response

from shared.platform.ports.documents import Create, Query
from shared.platform.wiring import Platform
from shared.web.call import Call
from shared.web.contract.base import Contract, Id
from shared.web.function import HttpFunction
from tests.support import access_token, ask, data_of, error_of


class Asked(Contract):
    client_id: Id | None = None


class Named(Contract):
    note_id: Id


class Reached(Contract):
    client: str | None
    every: tuple[str, ...] = ()


@pytest.fixture
def office(platform: Platform) -> HttpFunction:
    function = HttpFunction("office", lambda: platform)

    @function.route("GET", "/v1/admin/seen", takes=Asked, gives=Reached, audience="admin")
    def seen(call: Call[Asked]) -> Reached:
        """Sees."""
        return Reached(client=call.client_id, every=call.clients())

    @function.route("GET", "/v1/admin/own", takes=Asked, gives=Reached, audience="admin")
    def own(call: Call[Asked]) -> Reached:
        """Needs one client."""
        return Reached(client=call.documents.client_id)

    @function.route(
        "GET", "/v1/admin/system", takes=Asked, gives=Reached, audience="admin", permissions=("manage_system",)
    )
    def system(call: Call[Asked]) -> Reached:
        """For super admins."""
        return Reached(client=call.system.client_id)

    @function.route("POST", "/v1/admin/notes", takes=Asked, gives=Reached, audience="admin")
    def note(call: Call[Asked]) -> Reached:
        """Writes."""
        id = call.platform.new_id()
        record = call.audited("note.created", f"note:{id}", None, {"text": "x"})
        call.documents.batch([Create("notes", id, {}), record])
        return Reached(client=id)

    @function.route("GET", "/v1/admin/notes/{noteId}", takes=Named, gives=Reached, audience="admin")
    def one_note(call: Call[Named]) -> Reached:
        """Reads."""
        return Reached(client=call.owning("notes", call.input.note_id).client_id)

    return function


@pytest.fixture
def merchant(platform: Platform) -> str:
    return access_token(platform, "one@shop.example")


@pytest.fixture
def super_admin(platform: Platform) -> str:
    return access_token(platform, "admin@platform.example")


def _plain(response: Response) -> dict[str, object]:
    return {**error_of(response), "requestId": ""}


def test_a_client_user_reaches_its_own_client_alone(office: HttpFunction, merchant: str) -> None:
    """H11 D17: another client and one that does not exist get the same answer."""
    assert data_of(ask(office, "GET", "/v1/admin/seen", token=merchant)) == {"client": "one", "every": ["one"]}
    assert data_of(ask(office, "GET", "/v1/admin/seen?clientId=one", token=merchant))["client"] == "one"
    foreign = ask(office, "GET", "/v1/admin/seen?clientId=two", token=merchant)
    unknown = ask(office, "GET", "/v1/admin/seen?clientId=nobody", token=merchant)
    assert foreign.status_code == 404
    assert _plain(foreign) == _plain(unknown)


def test_a_super_admin_reaches_every_client(office: HttpFunction, super_admin: str) -> None:
    everything = data_of(ask(office, "GET", "/v1/admin/seen", token=super_admin))
    assert everything == {"client": None, "every": ["one", "two"]}
    assert data_of(ask(office, "GET", "/v1/admin/own?clientId=two", token=super_admin))["client"] == "two"
    unnamed = error_of(ask(office, "GET", "/v1/admin/own", token=super_admin))
    assert unnamed["code"] == "INVALID_REQUEST"
    assert unnamed["details"][0]["field"] == "clientId"


def test_what_the_role_does_not_allow_is_forbidden(office: HttpFunction, merchant: str, super_admin: str) -> None:
    """H11: by the server, whatever a page hides."""
    assert error_of(ask(office, "GET", "/v1/admin/system", token=merchant))["code"] == "FORBIDDEN"
    assert ask(office, "GET", "/v1/admin/system", token=super_admin).status_code == 200


def test_a_document_is_found_by_its_client_and_by_super_admins(
    office: HttpFunction, platform: Platform, merchant: str, super_admin: str
) -> None:
    id = data_of(ask(office, "POST", "/v1/admin/notes", json={}, token=merchant))["client"]
    other = access_token(platform, "two@shop.example")
    assert data_of(ask(office, "GET", f"/v1/admin/notes/{id}", token=merchant))["client"] == "one"
    assert data_of(ask(office, "GET", f"/v1/admin/notes/{id}", token=super_admin))["client"] == "one"
    foreign = ask(office, "GET", f"/v1/admin/notes/{id}", token=other)
    unknown = ask(office, "GET", "/v1/admin/notes/unknown", token=other)
    assert _plain(foreign) == _plain(unknown)
    assert foreign.status_code == 404


def test_a_write_leaves_a_record_of_who_did_it(office: HttpFunction, platform: Platform, merchant: str) -> None:
    """J11."""
    ask(office, "POST", "/v1/admin/notes", json={}, token=merchant, headers={"X-Request-Id": "request-7"})
    (found,) = platform.documents.query(Query("audit", {"clientId": "one"})).items
    assert found.body["actor"]["email"] == "one@shop.example"
    assert (found.body["action"], found.body["before"], found.body["after"]) == ("note.created", None, {"text": "x"})
    assert found.body["requestId"] == "request-7"


def test_two_people_of_a_client_may_use_the_same_idempotency_key(office: HttpFunction, platform: Platform) -> None:
    first = access_token(platform, "one@shop.example")
    again = {"headers": {"Idempotency-Key": "k"}, "json": {}}
    answers = [data_of(ask(office, "POST", "/v1/admin/notes", token=first, **again)) for _ in range(2)]
    assert answers[0] == answers[1]
    colleague = access_token(platform, "admin@platform.example")
    other = ask(
        office, "POST", "/v1/admin/notes", token=colleague, headers=again["headers"], json={"clientId": "one"}
    )
    assert data_of(other) != answers[0]


def test_a_shoppers_key_opens_no_admin_route(office: HttpFunction) -> None:
    assert error_of(ask(office, "GET", "/v1/admin/seen", key="pk_test_one"))["code"] == "UNAUTHORIZED"
