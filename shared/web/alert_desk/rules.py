"""The rules, how they stand, and what people do about them."""

from typing import Any

from shared.alerts.attending import NotFiring, acknowledge, snooze
from shared.alerts.rule import Rule, RuleTerms
from shared.alerts.rules import AlertNotFound, DefaultStays, RuleRefused, TooManyRules
from shared.alerts.state import states_of
from shared.platform.tenant import ClientDocuments
from shared.web.alert_desk.reach import audit_target, owning, rule_of, rules_of, shown_as
from shared.web.call import Call
from shared.web.contract.alert import (
    METRICS_SHOWN,
    AlertChange,
    AlertList,
    AlertNamed,
    AlertRemoved,
    AlertShown,
    NewAlert,
    Snooze,
)
from shared.web.contract.base import OfClient
from shared.web.errors import ApiError, Detail, nothing_there


def alerts(call: Call[OfClient]) -> AlertList:
    """Every rule and how it stands: those that everybody has first, then one's own.

    A super admin sees the platform's rules alone, or with `clientId` a client's; what fired for everybody is in the
    history.
    """
    documents = call.documents_or_system
    states = states_of(documents)
    items = [
        AlertShown.of(rule, states.rules.get(rule.alert_id), shown_as(rule.client_id))
        for rule in rules_of(call, documents).all()
    ]
    firing = sum(item.status == "firing" for item in items)
    return AlertList(items=items, firing=firing, evaluated_at=states.evaluated_at, metrics=METRICS_SHOWN)


def add_alert(call: Call[NewAlert]) -> AlertShown:
    """Adds a rule of one's own. What makes no sense (a quality that fires above) is refused with what would."""
    documents = call.documents_or_system
    try:
        rule, create = rules_of(call, documents).created(call.input.terms())
    except TooManyRules:
        raise ApiError("CONFLICT", "There are as many rules as there may be: delete one first.") from None
    except RuleRefused as refused:
        raise _refused(refused) from None
    documents.batch([create, call.audited("alert.created", audit_target(rule), None, _terms(rule))])
    return AlertShown.of(rule, None, shown_as(rule.client_id))


def alert(call: Call[AlertNamed]) -> AlertShown:
    """One rule and how it stands."""
    documents = owning(call, call.input.alert_id)
    return _standing(call, documents, call.input.alert_id)


def change_alert(call: Call[AlertChange]) -> AlertShown:
    """Changes what is named of a rule; of one that everybody has, for oneself alone."""
    documents, alert_id = owning(call, call.input.alert_id), call.input.alert_id
    try:
        before, after, write = rules_of(call, documents).changed(alert_id, call.input.changes())
    except RuleRefused as refused:
        raise _refused(refused) from None
    except AlertNotFound:
        raise nothing_there() from None
    if _terms(before) != _terms(after):
        documents.batch([write, call.audited("alert.changed", audit_target(after), _terms(before), _terms(after))])
    return _standing(call, documents, alert_id)


def remove_alert(call: Call[AlertNamed]) -> AlertRemoved:
    """Deletes a rule of one's own; of one that everybody has, what was changed of it."""
    documents = owning(call, call.input.alert_id)
    try:
        rule, delete = rules_of(call, documents).deleted(call.input.alert_id)
    except AlertNotFound:
        raise nothing_there() from None
    except DefaultStays:
        raise ApiError("CONFLICT", "This rule is everybody's: switch it off instead (enabled: false).") from None
    documents.batch([delete, call.audited("alert.deleted", audit_target(rule), _terms(rule), None)])
    return AlertRemoved()


def acknowledge_alert(call: Call[AlertNamed]) -> AlertShown:
    """Says that somebody sees to it: no more reminders."""
    documents, alert_id = owning(call, call.input.alert_id), call.input.alert_id
    rule = rule_of(call, documents, alert_id)
    record = call.audited("alert.acknowledged", audit_target(rule), None, {"by": call.actor.email})
    try:
        acknowledge(documents, alert_id, call.actor.email, call.platform.clock(), record)
    except NotFiring:
        raise ApiError("CONFLICT", "This alert does not fire: there is nothing to acknowledge.") from None
    return _standing(call, documents, alert_id)


def snooze_alert(call: Call[Snooze]) -> AlertShown:
    """Tells nobody until then; what still fires then is told."""
    documents, alert_id = owning(call, call.input.alert_id), call.input.alert_id
    rule = rule_of(call, documents, alert_id)
    until = call.input.until
    record = call.audited("alert.snoozed", audit_target(rule), None, {"until": until.isoformat()})
    snooze(documents, alert_id, until, call.platform.clock(), record)
    return _standing(call, documents, alert_id)


def _standing(call: Call[Any], documents: ClientDocuments, alert_id: str) -> AlertShown:
    rule = rule_of(call, documents, alert_id)
    return AlertShown.of(rule, states_of(documents).rules.get(alert_id), shown_as(rule.client_id))


def _terms(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(mode="json", by_alias=True, include=set(RuleTerms.model_fields))


def _refused(refused: RuleRefused) -> ApiError:
    details = [Detail(problem.field, problem.problem) for problem in refused.problems]
    return ApiError("INVALID_REQUEST", "The rule makes no sense as it is: see details.", details)
