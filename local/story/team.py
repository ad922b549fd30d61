"""What the people did: a mark for the release, an incident from page to post-mortem, tickets in several states."""

from datetime import datetime, timedelta
from typing import Any

from local.story.moments import Ids, Moments
from local.story.plot import PLOT, Calendar
from shared.accounts.scope import SYSTEM
from shared.alerts.defaults import defaults_of
from shared.alerts.evaluation import Measured
from shared.alerts.firings import acknowledged as firing_acknowledged
from shared.alerts.firings import begun
from shared.alerts.firings import resolved as firing_resolved
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.quality.marks import Mark, Marks
from shared.support import incident_changes, ticket_changes
from shared.support.incident import Action, Entry, Incident, Moment, PostMortem, StakeholderUpdate
from shared.support.incidents import Incidents
from shared.support.record import Author
from shared.support.ticket import Assignee, Note, Ticket
from shared.support.tickets import KEPT, Tickets

_TEAM = {name: Author.model_validate(person) for name, person in PLOT["team"].items()}
ADMIN, MERCHANT = _TEAM["admin"], _TEAM["merchant"]


def work(platform: Platform, calendar: Calendar, new_id: Ids) -> None:
    shop = ClientDocuments(platform.documents, next(iter(PLOT["shops"])))
    _mark(shop, calendar, new_id)
    _fire(platform, shop.client_id, calendar, new_id)
    _incident(platform, calendar, new_id)
    for told in PLOT["tickets"]:
        _ticket(shop, told, calendar, new_id)


def _mark(shop: ClientDocuments, calendar: Calendar, new_id: Ids) -> None:
    mark = Mark(new_id(), calendar.release, PLOT["release"], ADMIN.name)
    shop.batch([Marks(shop).added(mark, calendar.until)])


def _fire(platform: Platform, client_id: str, calendar: Calendar, new_id: Ids) -> None:
    """The default rules that the incident broke, for the shop and for the platform."""
    values = {"responseTime": 12_400.0, "errorRate": 0.31}
    for owner in (client_id, SYSTEM):
        documents = ClientDocuments(platform.documents, owner)
        for rule in defaults_of(owner):
            if rule.metric in values:
                at, firing_id = calendar.incident + timedelta(minutes=3), new_id()
                documents.batch([begun(rule, firing_id, Measured(values[rule.metric], 240), at)])
                over = calendar.incident_end + timedelta(minutes=4)
                documents.batch([firing_acknowledged(firing_id, ADMIN.name, at + timedelta(minutes=2))])
                documents.batch([firing_resolved(firing_id, rule.threshold * 0.4, over, "recovered")])


def _incident(platform: Platform, calendar: Calendar, new_id: Ids) -> None:
    told, moments = PLOT["incident"], Moments(calendar.incident + timedelta(minutes=3))
    incidents = Incidents(ClientDocuments(platform.documents, SYSTEM), moments, new_id)
    opened = incidents.open(told["title"], "p1_critical", opened_by=ADMIN, impact=told["impact"])
    incident = incident_changes.acknowledged(opened, ADMIN, moments.forward(minutes=2))
    incident = incident_changes.handed_on(incident, "the lead engineer", ADMIN, moments.forward(minutes=1))
    for minutes, text in told["entries"]:
        at = calendar.incident + timedelta(minutes=minutes)
        incident = incident_changes.entered(incident, Entry(at=at, author=ADMIN, text=text, by_hand=True))
    incident = incident_changes.with_cause(incident, told["cause"], ADMIN, calendar.incident + timedelta(minutes=11))
    for minutes, audience, text in told["updates"]:
        at = calendar.incident + timedelta(minutes=minutes)
        update = StakeholderUpdate(update_id=new_id(), at=at, author=ADMIN, audience=audience, text=text)
        incident = incident_changes.told(incident, update)
    for step in range(1, len(incident.steps) + 1):
        at = calendar.incident + timedelta(minutes=8 * step)
        incident = incident_changes.checked(incident, step, ADMIN, at, done=True)
    incident = incident_changes.with_status(incident, "mitigated", ADMIN, calendar.incident + timedelta(minutes=20))
    incident = incident_changes.with_status(incident, "resolved", ADMIN, calendar.incident_end)
    post_mortem = _post_mortem(told, calendar)
    incident = incident.model_copy(update={"post_mortem": post_mortem, "timeline": _in_order(incident)})
    ClientDocuments(platform.documents, SYSTEM).batch(
        [Incidents.changed(incidents.get(opened.incident_id), incident)]
    )


def _in_order(incident: Incident) -> tuple[Entry, ...]:
    return tuple(sorted(incident.timeline, key=lambda entry: entry.at))


def _post_mortem(told: dict[str, Any], calendar: Calendar) -> PostMortem:
    written = told["postMortem"]
    return PostMortem(
        cause=written["cause"],
        impact=written["impact"],
        timeline=tuple(
            Moment(at=calendar.incident + timedelta(minutes=minutes), text=text) for minutes, text in told["entries"]
        ),
        actions=tuple(Action(text=text, owner=owner, done=done) for text, owner, done in written["actions"]),
        long_term_plan=written["longTermPlan"],
        published=True,
        written_at=calendar.incident + timedelta(days=2),
        author=ADMIN,
    )


def _ticket(shop: ClientDocuments, told: dict[str, Any], calendar: Calendar, new_id: Ids) -> None:
    at = calendar.midnight - timedelta(days=told["daysAgo"]) + timedelta(hours=10)
    ticket = Ticket(
        ticket_id=new_id(),
        source="admin",
        status="open",
        at=at,
        updated_at=at,
        priority=told["priority"],
        subject=told["subject"],
        requester=MERCHANT,
    )
    shop.batch(Tickets.opened(ticket, keep_until=calendar.until + KEPT))
    after = _worked_on(ticket, told, at, new_id)
    if after != ticket:
        shop.batch([Tickets.changed(Tickets(shop).get(ticket.ticket_id), after)])


def _worked_on(ticket: Ticket, told: dict[str, Any], at: datetime, new_id: Ids) -> Ticket:
    if not told["note"]:
        return ticket
    soon = at + timedelta(minutes=12)
    assignee = Assignee(user_id=ADMIN.user_id or "", name=ADMIN.name)
    ticket = ticket_changes.assigned(ticket, assignee, ADMIN, soon)
    note = Note(note_id=new_id(), at=soon + timedelta(minutes=20), author=ADMIN, text=told["note"])
    ticket = ticket_changes.noted(ticket, note)
    if hours := told.get("pendingAfterHours"):
        return ticket_changes.with_status(ticket, "pending", ADMIN, at + timedelta(hours=hours))
    return ticket_changes.with_status(ticket, "resolved", ADMIN, at + timedelta(hours=told["resolvedAfterHours"]))
