"""Alerts: rules, how they stand, trying them out, what fired, and where it is told."""

import base64
import binascii
import json
from typing import Any

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.accounts.scope import SYSTEM
from shared.alerts.attending import NotFiring, acknowledge, snooze
from shared.alerts.channels import CHANNELS, Channels, TooManyChannels
from shared.alerts.defaults import owner_of_default
from shared.alerts.deliveries import Wanted, deliveries_of
from shared.alerts.evaluation import Measured
from shared.alerts.firings import FIRINGS, Asked, Firing, Firings, begun, merged, place_of
from shared.alerts.rule import Rule, RuleTerms
from shared.alerts.rules import RULES, AlertNotFound, DefaultStays, RuleRefused, Rules, TooManyRules
from shared.alerts.signature import channel_secret
from shared.alerts.state import states_of
from shared.platform import patience
from shared.platform.ports.notices import Undelivered
from shared.platform.tenant import ClientDocuments
from shared.web.alerting import FIRED, deliveries, evaluate, owners, site
from shared.web.call import Call
from shared.web.contract.alert import (
    METRICS_SHOWN,
    AlertChange,
    AlertList,
    AlertNamed,
    AlertRemoved,
    AlertsAsked,
    AlertShown,
    ChangeShown,
    ChannelAdded,
    ChannelList,
    ChannelNamed,
    ChannelShown,
    Checked,
    DeliveryShown,
    FiringNamed,
    FiringShown,
    History,
    HistoryQuery,
    NewAlert,
    NewChannel,
    Snooze,
    TestedAlert,
)
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, Detail
from shared.web.function import HttpFunction

DELIVERING_S = 60.0  # a test alert may call ten channels, each of which may take its time
_MAY: tuple[Permission, ...] = ("manage_own_alerts", "configure_alerts")

function = HttpFunction(
    "alert_check", deployment=Deployment(timeout_s=90, publishes=(FIRED,), secrets=("SIGNING_SECRET",))
)


def alert_check(request: Request) -> Response:
    return function(request)


@function.route("GET", "/v1/admin/alerts", takes=AlertsAsked, gives=AlertList, audience="admin", permissions=_MAY)
def alerts(call: Call[AlertsAsked]) -> AlertList:
    """Every rule and how it stands: those that everybody has first, then one's own.

    A super admin sees the platform's rules, or with `clientId` a client's.
    """
    documents = _owner(call)
    states = states_of(documents)
    items = [
        AlertShown.of(rule, states.rules.get(rule.alert_id), _shown(rule)) for rule in _rules(call, documents).all()
    ]
    firing = sum(item.status == "firing" for item in items)
    return AlertList(items=items, firing=firing, evaluated_at=states.evaluated_at, metrics=METRICS_SHOWN)


@function.route(
    "POST",
    "/v1/admin/alerts",
    takes=NewAlert,
    gives=AlertShown,
    audience="admin",
    permissions=_MAY,
    status=201,
    errors=("CONFLICT",),
)
def add_alert(call: Call[NewAlert]) -> AlertShown:
    """Adds a rule of one's own. What makes no sense (a quality that fires above) is refused with what would."""
    documents = _owner(call)
    try:
        rule, create = _rules(call, documents).created(call.input.terms())
    except TooManyRules:
        raise ApiError("CONFLICT", "There are as many rules as there may be: delete one first.") from None
    except RuleRefused as refused:
        raise _refused(refused) from None
    documents.batch([create, call.audited("alert.created", _target(rule), None, _terms(rule))])
    return AlertShown.of(rule, None, _shown(rule))


@function.route(
    "GET", "/v1/admin/alerts/history", takes=HistoryQuery, gives=History, audience="admin", permissions=_MAY
)
def history(call: Call[HistoryQuery]) -> History:
    """What fired, the newest first; for a super admin who names no client, everybody's."""
    asked = call.input
    period = asked.period(call.platform.clock())
    wanted = Asked(period.start, period.end, asked.alert_id, asked.status, _place(asked.cursor))
    whose = owners(call.platform) if call.client_id is None else [call.documents]
    found = merged([Firings(documents).newest(wanted, asked.limit + 1) for documents in whose], asked.limit + 1)
    shown = found[: asked.limit]
    items = [FiringShown.of(firing, _client_id(firing)) for firing in shown]
    return History(items=items, next_cursor=_cursor(shown[-1]) if len(found) > asked.limit else None)


@function.route(
    "GET",
    "/v1/admin/alerts/history/{firingId}",
    takes=FiringNamed,
    gives=TestedAlert,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND",),
)
def firing(call: Call[FiringNamed]) -> TestedAlert:
    """One firing, and how each of its deliveries came out."""
    documents = call.owning(FIRINGS, call.input.firing_id)
    found = Firings(documents).get(call.input.firing_id)
    if found is None:
        raise _nothing()
    made = [DeliveryShown.of(delivery) for delivery in deliveries_of(documents, found.firing_id)]
    return TestedAlert(firing=FiringShown.of(found, _client_id(found)), deliveries=made)


@function.route(
    "POST", "/v1/admin/alerts/check", takes=AlertsAsked, gives=Checked, audience="admin", permissions=_MAY
)
def check(call: Call[AlertsAsked]) -> Checked:
    """Evaluates the rules now, as the clock does every five minutes, and says what began and what ended."""
    platform = call.platform
    with patience.one_request(DELIVERING_S):
        if call.client_id is None:
            every = [(documents, evaluate(platform, documents, platform.clock())) for documents in owners(platform)]
        else:
            every = [(call.documents, evaluate(platform, call.documents, platform.clock()))]
    evaluated = sum(rule.enabled for documents, _ in every for rule in _rules(call, documents).all())
    return Checked(
        evaluated=evaluated, changes=[ChangeShown.of(change) for _, changes in every for change in changes]
    )


@function.route(
    "GET", "/v1/admin/alerts/channels", takes=AlertsAsked, gives=ChannelList, audience="admin", permissions=_MAY
)
def channels(call: Call[AlertsAsked]) -> ChannelList:
    """Where alerts are told, for which actions."""
    documents = _owner(call)
    shown = None if documents.client_id == SYSTEM else documents.client_id
    return ChannelList(items=[ChannelShown.of(channel, shown) for channel in Channels(documents).all()])


@function.route(
    "POST",
    "/v1/admin/alerts/channels",
    takes=NewChannel,
    gives=ChannelAdded,
    audience="admin",
    permissions=_MAY,
    status=201,
    errors=("CONFLICT",),
    secret=True,
)
def add_channel(call: Call[NewChannel]) -> ChannelAdded:
    """Adds an e-mail address, a webhook or a Slack webhook; a webhook's secret is shown this once."""
    given, documents, platform = call.input, _owner(call), call.platform
    _check_target(call)
    try:
        channel, create = Channels(documents).added(
            platform.new_id(), given.name, given.kind, given.target, given.actions, platform.clock()
        )
    except TooManyChannels:
        raise ApiError("CONFLICT", "There are as many channels as there may be: remove one first.") from None
    after = {"name": channel.name, "kind": channel.kind, "target": channel.masked, "actions": list(channel.actions)}
    documents.batch([create, call.audited("alertChannel.added", f"alertChannel:{channel.channel_id}", None, after)])
    signs = channel.kind == "webhook" and platform.signing_secret is not None
    secret = (
        channel_secret(platform.signing_secret, channel.channel_id) if signs and platform.signing_secret else None
    )
    shown = None if documents.client_id == SYSTEM else documents.client_id
    return ChannelAdded(channel=ChannelShown.of(channel, shown), secret=secret)


@function.route(
    "DELETE",
    "/v1/admin/alerts/channels/{channelId}",
    takes=ChannelNamed,
    gives=AlertRemoved,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND",),
)
def remove_channel(call: Call[ChannelNamed]) -> AlertRemoved:
    """Removes a channel: nothing more is told there."""
    documents = call.owning(CHANNELS, call.input.channel_id)
    channel = Channels(documents).get(call.input.channel_id)
    before = {"name": channel.name, "kind": channel.kind, "target": channel.masked}
    record = call.audited("alertChannel.removed", f"alertChannel:{channel.channel_id}", before, None)
    documents.batch([Channels.removed(channel), record])
    return AlertRemoved()


@function.route(
    "GET",
    "/v1/admin/alerts/{alertId}",
    takes=AlertNamed,
    gives=AlertShown,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND",),
)
def alert(call: Call[AlertNamed]) -> AlertShown:
    """One rule and how it stands."""
    documents = _owning(call, call.input.alert_id)
    return _standing(call, documents, call.input.alert_id)


@function.route(
    "PATCH",
    "/v1/admin/alerts/{alertId}",
    takes=AlertChange,
    gives=AlertShown,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND", "CONFLICT"),
)
def change_alert(call: Call[AlertChange]) -> AlertShown:
    """Changes what is named of a rule; of one that everybody has, for oneself alone."""
    documents, alert_id = _owning(call, call.input.alert_id), call.input.alert_id
    try:
        before, after, write = _rules(call, documents).changed(alert_id, call.input.changes())
    except RuleRefused as refused:
        raise _refused(refused) from None
    except AlertNotFound:
        raise _nothing() from None
    if _terms(before) != _terms(after):
        documents.batch([write, call.audited("alert.changed", _target(after), _terms(before), _terms(after))])
    return _standing(call, documents, alert_id)


@function.route(
    "DELETE",
    "/v1/admin/alerts/{alertId}",
    takes=AlertNamed,
    gives=AlertRemoved,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND", "CONFLICT"),
)
def remove_alert(call: Call[AlertNamed]) -> AlertRemoved:
    """Deletes a rule of one's own; of one that everybody has, what was changed of it."""
    documents = _owning(call, call.input.alert_id)
    try:
        rule, delete = _rules(call, documents).deleted(call.input.alert_id)
    except AlertNotFound:
        raise _nothing() from None
    except DefaultStays:
        raise ApiError("CONFLICT", "This rule is everybody's: switch it off instead (enabled: false).") from None
    documents.batch([delete, call.audited("alert.deleted", _target(rule), _terms(rule), None)])
    return AlertRemoved()


@function.route(
    "POST",
    "/v1/admin/alerts/{alertId}/test",
    takes=AlertNamed,
    gives=TestedAlert,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND",),
)
def try_alert(call: Call[AlertNamed]) -> TestedAlert:
    """Fires a rule for trial: it is told as a real one would be, once, and says how each delivery came out."""
    documents = _owning(call, call.input.alert_id)
    rule = _rule(call, documents, call.input.alert_id)
    firing_id, at = call.platform.new_id(), call.platform.clock()
    create = begun(rule, firing_id, Measured(rule.threshold, 0), at, status="test")
    documents.batch([create, call.audited("alert.tested", _target(rule), None, {"firingId": firing_id})])
    trial = Firings(documents).get(firing_id)
    if trial is None:
        raise _nothing()
    with patience.one_request(DELIVERING_S):
        made = deliveries(call.platform, documents).deliver(Wanted(trial, "test", site(call.platform), attempts=1))
    told = Firings(documents).get(firing_id) or trial
    shown = [DeliveryShown.of(delivery) for delivery in made]
    return TestedAlert(firing=FiringShown.of(told, _client_id(told)), deliveries=shown)


@function.route(
    "POST",
    "/v1/admin/alerts/{alertId}/acknowledge",
    takes=AlertNamed,
    gives=AlertShown,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND", "CONFLICT"),
)
def acknowledge_alert(call: Call[AlertNamed]) -> AlertShown:
    """Says that somebody sees to it: no more reminders."""
    documents, alert_id = _owning(call, call.input.alert_id), call.input.alert_id
    rule = _rule(call, documents, alert_id)
    record = call.audited("alert.acknowledged", _target(rule), None, {"by": call.actor.email})
    try:
        acknowledge(documents, alert_id, call.actor.email, call.platform.clock(), record)
    except NotFiring:
        raise ApiError("CONFLICT", "This alert does not fire: there is nothing to acknowledge.") from None
    return _standing(call, documents, alert_id)


@function.route(
    "POST",
    "/v1/admin/alerts/{alertId}/snooze",
    takes=Snooze,
    gives=AlertShown,
    audience="admin",
    permissions=_MAY,
    errors=("NOT_FOUND",),
)
def snooze_alert(call: Call[Snooze]) -> AlertShown:
    """Tells nobody until then; what still fires then is told."""
    documents, alert_id = _owning(call, call.input.alert_id), call.input.alert_id
    rule = _rule(call, documents, alert_id)
    until = call.input.until
    record = call.audited("alert.snoozed", _target(rule), None, {"until": until.isoformat()})
    snooze(documents, alert_id, until, call.platform.clock(), record)
    return _standing(call, documents, alert_id)


def _owner(call: Call[Any]) -> ClientDocuments:
    """The platform's own for a super admin who names no client."""
    return call.system if call.client_id is None else call.documents


def _owning(call: Call[Any], alert_id: str) -> ClientDocuments:
    """Whose rule it is, within the actor's reach; a default is there for every client without being stored."""
    owner = owner_of_default(alert_id)
    if owner is None:
        return call.owning(RULES, alert_id)
    reached = call.actor.client_id in (None, owner)
    if not reached or (owner != SYSTEM and call.known_client(owner) is None):
        raise _nothing()
    return ClientDocuments(call.platform.documents, owner)


def _rules(call: Call[Any], documents: ClientDocuments) -> Rules:
    return Rules(documents, call.platform.clock, call.platform.new_id)


def _rule(call: Call[Any], documents: ClientDocuments, alert_id: str) -> Rule:
    try:
        return _rules(call, documents).get(alert_id)
    except AlertNotFound:
        raise _nothing() from None


def _standing(call: Call[Any], documents: ClientDocuments, alert_id: str) -> AlertShown:
    rule = _rule(call, documents, alert_id)
    return AlertShown.of(rule, states_of(documents).rules.get(alert_id), _shown(rule))


def _check_target(call: Call[NewChannel]) -> None:
    given = call.input
    if (given.kind == "email") != ("://" not in given.target):
        detail = Detail("target", "must be an e-mail address for email, an https address for the other kinds")
        raise ApiError("INVALID_REQUEST", "The channel's target does not fit its kind: see details.", [detail])
    if given.kind != "email":
        try:
            call.platform.poster().check(given.target)
        except Undelivered as error:
            problem = (
                "must be an https address that is reached over the internet"
                if error.kind == "address_refused"
                else ""
            )
            detail = Detail("target", problem or "cannot be found: check the address")
            raise ApiError("INVALID_REQUEST", "This address cannot be called: see details.", [detail]) from None


def _terms(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(mode="json", by_alias=True, include=set(RuleTerms.model_fields))


def _target(rule: Rule) -> str:
    return f"alert:{rule.alert_id}"


def _shown(rule: Rule) -> str | None:
    return None if rule.client_id == SYSTEM else rule.client_id


def _client_id(firing: Firing) -> str | None:
    return None if firing.client_id == SYSTEM else firing.client_id


def _refused(refused: RuleRefused) -> ApiError:
    details = [Detail(problem.field, problem.problem) for problem in refused.problems]
    return ApiError("INVALID_REQUEST", "The rule makes no sense as it is: see details.", details)


def _nothing() -> ApiError:
    return ApiError("NOT_FOUND", "There is nothing of that id: check it.")


def _cursor(firing: Firing) -> str:
    return base64.urlsafe_b64encode(json.dumps(place_of(firing)).encode()).decode()


def _place(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    try:
        at, id = json.loads(base64.urlsafe_b64decode(cursor))
        return str(at), str(id)
    except (binascii.Error, ValueError, TypeError):
        raise ApiError(
            "INVALID_REQUEST", "This cursor is none of ours: begin anew.", [Detail("cursor", "is unknown")]
        ) from None
