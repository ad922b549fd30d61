"""What fired: looked for now, tried out, and read afterwards."""

from typing import Any

from shared.alerts.deliveries import Wanted, deliveries_of
from shared.alerts.evaluation import Measured
from shared.alerts.firings import FIRINGS, Asked, Firings, begun, newest_firings
from shared.platform import patience
from shared.platform.tenant import ClientDocuments
from shared.web.alert_desk.reach import audit_target, owning, rule_of, rules_of, shown_as
from shared.web.alerting import deliveries, evaluate, owners, site
from shared.web.call import Call
from shared.web.contract.alert import AlertNamed
from shared.web.contract.base import OfClient
from shared.web.contract.firing import (
    ChangeShown,
    Checked,
    DeliveryShown,
    FiringNamed,
    FiringShown,
    History,
    HistoryQuery,
    TestedAlert,
)
from shared.web.errors import nothing_there

DELIVERING_S = 60.0  # a test alert may call ten channels, each of which may take its time


def history(call: Call[HistoryQuery]) -> History:
    """What fired, the newest first; for a super admin who names no client, everybody's."""
    asked = call.input
    period = asked.period(call.platform.clock())
    wanted = Asked(period.start, period.end, asked.alert_id, asked.status)
    found, next_cursor = newest_firings(_whose(call), wanted, asked.limit, asked.cursor)
    items = [FiringShown.of(firing, shown_as(firing.client_id)) for firing in found]
    return History(items=items, next_cursor=next_cursor)


def firing(call: Call[FiringNamed]) -> TestedAlert:
    """One firing, and how each of its deliveries came out."""
    documents = call.owning(FIRINGS, call.input.firing_id)
    found = Firings(documents).get(call.input.firing_id)
    if found is None:
        raise nothing_there()
    made = [DeliveryShown.of(delivery) for delivery in deliveries_of(documents, found.firing_id)]
    return TestedAlert(firing=FiringShown.of(found, shown_as(found.client_id)), deliveries=made)


def check(call: Call[OfClient]) -> Checked:
    """Evaluates the rules now, as the clock does every five minutes, and says what began and what ended."""
    platform = call.platform
    with patience.one_request(DELIVERING_S):
        every = [(documents, evaluate(platform, documents, platform.clock())) for documents in _whose(call)]
    evaluated = sum(rule.enabled for documents, _ in every for rule in rules_of(call, documents).all())
    return Checked(
        evaluated=evaluated, changes=[ChangeShown.of(change) for _, changes in every for change in changes]
    )


def try_alert(call: Call[AlertNamed]) -> TestedAlert:
    """Fires a rule for trial: it is told as a real one would be, once, and says how each delivery came out."""
    documents = owning(call, call.input.alert_id)
    rule = rule_of(call, documents, call.input.alert_id)
    firing_id, at = call.platform.new_id(), call.platform.clock()
    create = begun(rule, firing_id, Measured(rule.threshold, 0), at, status="test")
    documents.batch([create, call.audited("alert.tested", audit_target(rule), None, {"firingId": firing_id})])
    trial = Firings(documents).get(firing_id)
    if trial is None:
        raise nothing_there()
    with patience.one_request(DELIVERING_S):
        made = deliveries(call.platform, documents).deliver(Wanted(trial, "test", site(call.platform), attempts=1))
    told = Firings(documents).get(firing_id) or trial
    shown = [DeliveryShown.of(delivery) for delivery in made]
    return TestedAlert(firing=FiringShown.of(told, shown_as(told.client_id)), deliveries=shown)


def _whose(call: Call[Any]) -> list[ClientDocuments]:
    """Everybody's and the platform's, for a super admin who names no client."""
    return [*owners(call.platform)] if call.client_id is None else [call.documents]
