"""The administration of clients: who they are, how their shops are set up, and what was changed by whom."""

from functools import partial

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.accounts.audit import AUDIT
from shared.accounts.client import Client
from shared.accounts.clients import ClientExists, Clients, KeptClient, changed, difference
from shared.accounts.keys import Keys
from shared.accounts.users import KnownUsers
from shared.accounts.webhook_secret import webhook_secret
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Order, Query, Range
from shared.web.call import Call
from shared.web.contract.access import AuditList, AuditQuery, AuditRecord
from shared.web.contract.auth import Profile
from shared.web.contract.base import ClientNamed, Listed, Nothing, OfClient
from shared.web.contract.client import (
    ClientChange,
    ClientList,
    NewClient,
    SettingsChange,
    WebhookSecret,
)
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, no_such_client
from shared.web.function import HttpFunction
from shared.web.route import KIB

MERCHANTS: tuple[Permission, ...] = ("view_own_data", "manage_system")  # and super admins
OPERATORS: tuple[Permission, ...] = ("manage_system",)

function = HttpFunction("admin", deployment=Deployment(secrets=("SIGNING_SECRET",)))
declare = partial(function.route, audience="admin")


def admin(request: Request) -> Response:
    return function(request)


@declare("GET", "/v1/admin/profile", takes=Nothing, gives=Profile)
def profile(call: Call[Nothing]) -> Profile:
    """Who is signed in, and what their role lets them see and do."""
    user = KnownUsers(call.platform.documents).by_id(call.actor.user_id)
    return Profile.of(call.actor, user.name if user else "")


@declare("GET", "/v1/admin/clients", takes=Listed, gives=ClientList, permissions=OPERATORS)
def clients(call: Call[Listed]) -> ClientList:
    """Every client, in order of their ids."""
    page = Clients(call.platform.documents).page(call.input.limit, call.input.cursor)
    return ClientList(items=page.clients, next_cursor=page.next_cursor)


@declare(
    "POST",
    "/v1/admin/clients",
    takes=NewClient,
    gives=Client,
    permissions=OPERATORS,
    status=201,
    errors=("CONFLICT",),
    max_body=256 * KIB,
)
def open_client(call: Call[NewClient]) -> Client:
    """Opens a client. Its id never changes and is never given again; it has no key yet."""
    client = call.input.client().model_copy(update={"opened_on": call.platform.clock().date()})
    opened = client.model_dump(mode="json", by_alias=True)
    record = call.audited("client.opened", f"client:{client.client_id}", None, opened)
    try:
        Clients(call.platform.documents).create(client, record)
    except ClientExists:
        raise ApiError("CONFLICT", "This client id is in use, or was: choose another.") from None
    return client


@declare("GET", "/v1/admin/clients/{clientId}", takes=ClientNamed, gives=Client, permissions=OPERATORS)
def client(call: Call[ClientNamed]) -> Client:
    """One client, with its whole configuration."""
    return call.client


@declare(
    "PATCH",
    "/v1/admin/clients/{clientId}",
    takes=ClientChange,
    gives=Client,
    permissions=OPERATORS,
    max_body=256 * KIB,
)
def change_client(call: Call[ClientChange]) -> Client:
    """Changes what is named. A change is seen by shoppers within 15 seconds."""
    return _changed(call, call.input)


@declare("DELETE", "/v1/admin/clients/{clientId}", takes=ClientNamed, gives=Client, permissions=OPERATORS)
def close_client(call: Call[ClientNamed]) -> Client:
    """Closes a client for good: its keys are revoked, nobody of it is served any more. Its data stays until it is
    erased (`DELETE /v1/admin/privacy/clients/{clientId}`)."""
    kept, now = _kept(call), call.platform.clock()
    if kept.client.status == "closed":
        return kept.client
    closed = kept.client.model_copy(update={"status": "closed"})
    live = [key for key in Keys(call.documents, call.platform.clock).all() if key.in_force(now)]
    record = call.audited(
        "client.closed", f"client:{closed.client_id}", {"status": kept.client.status}, {"status": "closed"}
    )
    revoked = [Keys.revoked(key, now) for key in live]
    Clients(call.platform.documents).replace(kept, closed, record, *revoked)
    return closed


@declare("GET", "/v1/admin/clients/{clientId}/settings", takes=ClientNamed, gives=Client, permissions=MERCHANTS)
def client_settings(call: Call[ClientNamed]) -> Client:
    """How a client's shop is set up: a client sees its own."""
    return call.client


@declare(
    "PATCH",
    "/v1/admin/clients/{clientId}/settings",
    takes=SettingsChange,
    gives=Client,
    permissions=MERCHANTS,
    max_body=256 * KIB,
)
def change_client_settings(call: Call[SettingsChange]) -> Client:
    """Changes what is named of a shop's own settings; plan, limits and status are the platform's."""
    return _changed(call, call.input)


@declare("GET", "/v1/admin/settings", takes=OfClient, gives=Client, permissions=MERCHANTS)
def settings(call: Call[OfClient]) -> Client:
    """The same for one's own client."""
    return call.client


@declare("PATCH", "/v1/admin/settings", takes=SettingsChange, gives=Client, permissions=MERCHANTS, max_body=256 * KIB)
def change_settings(call: Call[SettingsChange]) -> Client:
    """The same for one's own client."""
    return _changed(call, call.input)


@declare(
    "GET",
    "/v1/admin/clients/{clientId}/webhook-secret",
    takes=ClientNamed,
    gives=WebhookSecret,
    permissions=OPERATORS,
)
def shown_webhook_secret(call: Call[ClientNamed]) -> WebhookSecret:
    """What the shop's platform signs its webhooks with; a higher `shop.webhookVersion` makes another."""
    client_id, version = call.client.client_id, call.client.shop.webhook_version
    if call.platform.signing_secret is None:
        raise ApiError("UNAVAILABLE", "Nothing can be signed here: SIGNING_SECRET is not set.", retry_after_s=60)
    target = f"client:{client_id}"
    call.documents.batch([call.audited("client.webhookSecretShown", target, None, {"version": version})])
    return WebhookSecret(secret=webhook_secret(call.platform.signing_secret, client_id, version), version=version)


@declare("GET", "/v1/admin/audit", takes=AuditQuery, gives=AuditList, permissions=OPERATORS)
def audit(call: Call[AuditQuery]) -> AuditList:
    """Who changed what and when, the newest first; of one client, or of the platform itself."""
    asked = call.input
    period = asked.period(call.platform.clock())
    where = {"action": asked.action} if asked.action else {}
    span = Range("at", ge=timestamp(period.start), lt=timestamp(period.end))
    newest_first = Order("at", descending=True)
    documents = call.documents_or_system
    page = documents.query(Query(AUDIT, where, span, newest_first, asked.limit, asked.cursor))
    records = [AuditRecord.model_validate(each.body) for each in page.items]
    return AuditList(items=records, next_cursor=page.next_cursor)


def _changed(call: Call[ClientChange] | Call[SettingsChange], change: SettingsChange) -> Client:
    kept = _kept(call)
    if kept.client.status == "closed":
        raise ApiError("CONFLICT", "This client is closed for good: open another.")
    after = changed(kept.client, change.changes())
    was, is_now = difference(kept.client, after)
    if is_now:
        record = call.audited("client.changed", f"client:{after.client_id}", was, is_now)
        Clients(call.platform.documents).replace(kept, after, record)
    return after


def _kept(call: Call[ClientChange] | Call[SettingsChange] | Call[ClientNamed]) -> KeptClient:
    kept = Clients(call.platform.documents).get(call.client.client_id)
    if kept is None:
        raise no_such_client()
    return kept
