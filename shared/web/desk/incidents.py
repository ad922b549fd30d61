"""Incidents: super admins run them; clients read of those that concern them what they were told."""

from collections.abc import Callable
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.platform.newest import Found, newest
from shared.platform.ports.documents import Query
from shared.platform.tenant import CLIENT_ID
from shared.support import incident_changes as changes
from shared.support.conflict import NotThere
from shared.support.incident import LEVELS, Entry, Incident, StakeholderUpdate
from shared.support.incidents import INCIDENTS, Incidents, incident_of
from shared.support.templates import TEMPLATES, templates_for
from shared.web.call import Call
from shared.web.contract.base import Nothing
from shared.web.contract.incident import (
    EntryWritten,
    HandedOn,
    IncidentChange,
    IncidentList,
    IncidentNamed,
    IncidentOpened,
    IncidentQuery,
    IncidentReply,
    IncidentRow,
    InnerFacts,
    LevelList,
    LevelReply,
    StepChecked,
    UpdateWritten,
)
from shared.web.contract.post_mortem import PostMortemWritten
from shared.web.contract.ticket import TemplateList, TemplateReply
from shared.web.desk.ticket_replies import filled, in_words
from shared.web.desk.writing import by, settled
from shared.web.errors import ApiError, Detail


def list_incidents(call: Call[IncidentQuery]) -> IncidentList:
    """Incidents, the newest first, with their clocks."""
    asked, now = call.input, call.platform.clock()
    stores = [call.system, *call.stores()]

    def keep(found: Found) -> bool:
        incident = incident_of(found.document)
        return _may_read(call, incident, found.client_id) and (
            asked.status in (None, incident.status)
            and asked.level in (None, incident.level)
            and asked.drill in (None, incident.drill)
        )

    page = newest(stores, Query(INCIDENTS, {}), by="at", limit=asked.limit, cursor=asked.cursor, keep=keep)
    rows = [IncidentRow.of(incident_of(one.document), _client(one.client_id), now) for one in page.items]
    return IncidentList(items=rows, next_cursor=page.next_cursor)


def show_incident(call: Call[IncidentNamed]) -> IncidentReply:
    """One incident; for clients what they were told of it."""
    incident_id = call.input.incident_id
    stored = call.platform.documents.get(INCIDENTS, incident_id)
    if stored is None:
        raise NotThere
    owner: str = stored.body[CLIENT_ID]
    incident = incident_of(stored)
    if owner not in (SYSTEM, call.actor.client_id or owner) or not _may_read(call, incident, owner):
        raise NotThere
    return _whole(call, incident, owner)


def open_incident(call: Call[IncidentOpened]) -> IncidentReply:
    """Opens an incident for the whole platform or one client."""
    asked = call.input
    documents = call.documents_or_system
    incidents = Incidents(documents, call.platform.clock, call.platform.new_id)
    incident, create = incidents.opening(
        asked.title, asked.level, opened_by=by(call), drill=asked.drill, impact=asked.impact
    )
    audited = call.audited("incident.opened", f"incident:{incident.incident_id}", None, _for_audit(incident))
    documents.batch([create, audited])
    return _whole(call, incident, documents.client_id)


def change_incident(call: Call[IncidentChange]) -> IncidentReply:
    """Changes status, level or cause."""
    asked, now, author = call.input, call.platform.clock(), by(call)

    def change(incident: Incident) -> Incident:
        if asked.level is not None:
            incident = changes.with_level(incident, asked.level, author, now)
        if asked.cause is not None and asked.cause != incident.cause:
            incident = changes.with_cause(incident, asked.cause, author, now)
        return changes.with_status(incident, asked.status, author, now) if asked.status else incident

    return _change(call, "incident.changed", change)


def acknowledge_incident(call: Call[IncidentNamed]) -> IncidentReply:
    """Stops the response clock."""
    author, now = by(call), call.platform.clock()
    return _change(call, "incident.acknowledged", lambda one: changes.acknowledged(one, author, now))


def escalate_incident(call: Call[HandedOn]) -> IncidentReply:
    """Hands the incident on, which stops the escalation clock."""
    author, now, to = by(call), call.platform.clock(), call.input.to
    return _change(call, "incident.escalated", lambda one: changes.handed_on(one, to, author, now))


def check_step(call: Call[StepChecked]) -> IncidentReply:
    """Marks a step of the check list as done, or as not done."""
    author, now, asked = by(call), call.platform.clock(), call.input
    try:
        return _change(
            call,
            "incident.checked",
            lambda one: changes.checked(one, asked.step, author, now, done=asked.done),
        )
    except IndexError:
        raise ApiError("NOT_FOUND", "The check list has no such step: read the incident.") from None


def enter_on_timeline(call: Call[EntryWritten]) -> IncidentReply:
    """Adds to the timeline what happened or was done."""
    entry = Entry(at=call.platform.clock(), author=by(call), text=call.input.text, by_hand=True)
    return _change(call, "incident.entered", lambda one: changes.entered(one, entry))


def tell_stakeholders(call: Call[UpdateWritten]) -> IncidentReply:
    """Tells clients, team or management, in own words or from a template."""
    asked = call.input
    documents = call.owning(INCIDENTS, asked.incident_id)
    incident = Incidents(documents, call.platform.clock, call.platform.new_id).get(asked.incident_id).incident
    update = StakeholderUpdate(
        update_id=call.platform.new_id(),
        at=call.platform.clock(),
        author=by(call),
        audience=asked.audience,
        text=asked.text or _from_template(asked, incident),
        template_id=asked.template_id,
    )
    return _change(call, "incident.told", lambda one: changes.told(one, update))


def write_post_mortem(call: Call[PostMortemWritten]) -> IncidentReply:
    """Writes the post-mortem anew: cause, impact, timeline, actions with owners, long-term plan."""
    author, now, written = by(call), call.platform.clock(), call.input.record()
    return _change(call, "incident.examined", lambda one: changes.with_post_mortem(one, written, author, now))


def incident_levels(call: Call[Nothing]) -> LevelList:
    """The levels, how fast each is answered and handed on, and what is then to be done."""
    return LevelList(levels=LevelReply.every())


def incident_templates(call: Call[Nothing]) -> TemplateList:
    """Texts for updates to clients, team and management."""
    return TemplateList(templates=[TemplateReply.of(template, {}) for template in templates_for("incident")])


def _may_read(call: Call[Any], incident: Incident, owner: str) -> bool:
    if call.actor.role == "super_admin":
        return True
    return incident.concerns_clients if owner == SYSTEM else not incident.drill


def _whole(call: Call[Any], incident: Incident, owner: str) -> IncidentReply:
    row = IncidentRow.of(incident, _client(owner), call.platform.clock())
    team = InnerFacts.of(incident) if call.actor.role == "super_admin" else None
    return IncidentReply(**dict(row), team=team)


def _client(owner: str) -> str | None:
    return None if owner == SYSTEM else owner


def _change(call: Call[Any], action: str, change: Callable[[Incident], Incident]) -> IncidentReply:
    incident_id: str = call.input.incident_id
    documents = call.owning(INCIDENTS, incident_id)
    incidents = Incidents(documents, call.platform.clock, call.platform.new_id)

    def attempt() -> tuple[Incident, list[Any]]:
        stored = incidents.get(incident_id)
        after = change(stored.incident)
        if after == stored.incident:
            return after, []
        before, then = _for_audit(stored.incident), _for_audit(after)
        audited = call.audited(action, f"incident:{incident_id}", before, then)
        return after, [Incidents.changed(stored, after), audited]

    return _whole(call, settled(documents, attempt), documents.client_id)


def _from_template(asked: UpdateWritten, incident: Incident) -> str:
    template = TEMPLATES.get(asked.template_id or "")
    if template is None or template.about != "incident" or template.audience != asked.audience:
        problem = Detail("templateId", f"is no template for {asked.audience} (GET /v1/admin/incidents/templates)")
        raise ApiError("INVALID_REQUEST", "Some fields are missing or wrong: see details.", [problem])
    known = {
        "incidentId": incident.incident_id,
        "title": incident.title,
        "level": f"{incident.level}: {LEVELS[incident.level]['title']}",
        "status": incident.status,
        "openedAt": in_words(incident.at),
    }
    return filled(template.filled, {**asked.values, **known})


def _for_audit(incident: Incident) -> dict[str, Any]:
    return {
        "title": incident.title,
        "level": incident.level,
        "status": incident.status,
        "drill": incident.drill,
        "acknowledged": incident.acknowledged_at is not None,
        "escalated": incident.escalated_at is not None,
        "stepsDone": sum(step.done_at is not None for step in incident.steps),
        "updates": [update.audience for update in incident.updates],
    }
