"""Tells people of an alert that fired, and opens an incident where somebody is paged."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.alerts.deliveries import Wanted
from shared.alerts.firings import Firing, Firings
from shared.alerts.state import Owed, owe
from shared.support.incidents import Incidents
from shared.support.record import Author
from shared.web.alerting import FIRED, deliveries, site
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice
from shared.web.push import Poison

ALERTS = Author(user_id=None, name="alerts", role="system")


def notify(notice: Notice) -> None:
    """To each channel once for each occasion, however often this comes; what failed, or died on the way, is owed, and
    comes again with the next evaluation."""
    firing_id, occasion = notice.data.get("firingId"), notice.data.get("occasion")
    if not isinstance(firing_id, str) or not isinstance(occasion, str):
        raise Poison("the event names no firing")
    firing = Firings(notice.documents).get(firing_id)
    if firing is None:  # past its time, or its client was erased
        return
    if firing.rule.action == "page_oncall" and occasion == "fired":
        _open_incident(notice, firing)
    wanted = Wanted(firing, occasion, site(notice.platform))
    made = deliveries(notice.platform, notice.documents).deliver(wanted)
    if not all(delivery.is_settled for delivery in made):
        attempt = notice.data.get("attempt")
        next_attempt = attempt + 1 if isinstance(attempt, int) else 2
        owe(notice.documents, Owed(firing_id=firing_id, occasion=occasion, attempt=next_attempt))


def _open_incident(notice: Notice, firing: Firing) -> None:
    """One for each firing, however often it is told."""
    incidents = Incidents(notice.documents, notice.platform.clock, notice.platform.new_id)
    incidents.open(firing.rule.name, "p1_critical", opened_by=ALERTS, alert_id=firing.firing_id)


function = EventFunction(
    "alert_notify", FIRED, notify, deployment=Deployment(timeout_s=120, secrets=("SIGNING_SECRET",))
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def alert_notify(event: CloudEvent) -> None:
    function(event)
