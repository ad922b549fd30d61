"""Whose rules a call is about, and how an owner is shown."""

from typing import Any

from shared.accounts.scope import SYSTEM
from shared.alerts.defaults import owner_of_default
from shared.alerts.rule import Rule
from shared.alerts.rules import RULES, AlertNotFound, Rules
from shared.platform.tenant import ClientDocuments
from shared.web.call import Call
from shared.web.errors import nothing_there


def owning(call: Call[Any], alert_id: str) -> ClientDocuments:
    """Whose rule it is, within the actor's reach; a default is there for every client without being stored."""
    owner = owner_of_default(alert_id)
    if owner is None:
        return call.owning(RULES, alert_id)
    reached = call.actor.client_id in (None, owner)
    if not reached or (owner != SYSTEM and call.known_client(owner) is None):
        raise nothing_there()
    return ClientDocuments(call.platform.documents, owner)


def rules_of(call: Call[Any], documents: ClientDocuments) -> Rules:
    return Rules(documents, call.platform.clock, call.platform.new_id)


def rule_of(call: Call[Any], documents: ClientDocuments, alert_id: str) -> Rule:
    try:
        return rules_of(call, documents).get(alert_id)
    except AlertNotFound:
        raise nothing_there() from None


def shown_as(owner: str) -> str | None:
    """The client's id; None for the whole platform."""
    return None if owner == SYSTEM else owner


def audit_target(rule: Rule) -> str:
    return f"alert:{rule.alert_id}"
