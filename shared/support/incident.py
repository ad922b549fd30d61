"""An incident: something that many feel, with its clocks, its check list and what was said to whom."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from shared.support.record import Author, Record, Time
from shared.support.templates import Audience

Level = Literal["p1_critical", "p2_high", "p3_medium"]
IncidentStatus = Literal["open", "mitigated", "resolved"]
LEVELS: Mapping[Level, Mapping[str, Any]] = {
    name: facts
    for name, facts in json.loads(
        (Path(__file__).parent / "data" / "incident_levels.json").read_text("utf-8")
    ).items()
    if name != "about"
}
# With the lengths that the contract allows, a full incident stays below the store's 1 MiB.
MOST_ENTRIES, MOST_TIMELINE, MOST_UPDATES = 60, 300, 40


class CheckedStep(Record):
    text: str
    done_at: Time | None = None
    done_by: Author | None = None


class Entry(Record):
    """Of the timeline: what happened, or was done. For the team alone."""

    at: Time
    author: Author
    text: str
    by_hand: bool = False


class StakeholderUpdate(Record):
    """What was said to `audience`; clients read those to `clients` alone."""

    update_id: str
    at: Time
    author: Author
    audience: Audience
    text: str
    template_id: str | None = None


class Moment(Record):
    at: Time
    text: str


class Action(Record):
    """What is changed so that it does not come again."""

    text: str
    owner: str
    due: str | None = None  # a day
    done: bool = False


class PostMortem(Record):
    """Without blame: what happened, what it cost, why, and what changes. Clients read it once it is published."""

    cause: str
    impact: str
    timeline: tuple[Moment, ...] = ()
    actions: tuple[Action, ...] = ()
    long_term_plan: str = ""
    published: bool = False
    written_at: Time | None = None
    author: Author | None = None


class Incident(Record):
    """`drill`: it is played, to learn."""

    incident_id: str
    title: str
    level: Level
    status: IncidentStatus
    drill: bool = False
    at: Time
    updated_at: Time
    opened_by: Author
    alert_id: str | None = None
    impact: str | None = None
    steps: tuple[CheckedStep, ...] = ()
    timeline: tuple[Entry, ...] = ()
    updates: tuple[StakeholderUpdate, ...] = ()
    acknowledged_at: Time | None = None
    acknowledged_by: Author | None = None
    escalated_at: Time | None = None
    cause: str | None = None
    cause_found_at: Time | None = None
    mitigated_at: Time | None = None
    resolved_at: Time | None = None
    post_mortem: PostMortem | None = None

    @property
    def concerns_clients(self) -> bool:
        """Clients have been told of it."""
        return not self.drill and any(update.audience == "clients" for update in self.updates)


class Deadline(Record):
    """`overdue`: not met, and too late; `late`: met, but too late. Neither where it is not needed any more."""

    due_at: Time
    met_at: Time | None
    overdue: bool
    late: bool


def response(incident: Incident, now: datetime) -> Deadline:
    """Stopped by the acknowledgement."""
    return _deadline(incident, "responseMinutes", incident.acknowledged_at or _ended(incident), now)


def escalation(incident: Incident, now: datetime) -> Deadline:
    """Stopped by handing on; what was mitigated before is not handed on."""
    return _deadline(incident, "escalationMinutes", incident.escalated_at or _ended(incident), now)


def minutes_to(incident: Incident, moment: datetime | None) -> float | None:
    """From the opening."""
    return round((moment - incident.at).total_seconds() / 60, 1) if moment else None


def _ended(incident: Incident) -> datetime | None:
    return incident.mitigated_at or incident.resolved_at


def _deadline(incident: Incident, which: str, met: datetime | None, now: datetime) -> Deadline:
    due = incident.at + timedelta(minutes=LEVELS[incident.level][which])
    return Deadline(due_at=due, met_at=met, overdue=met is None and now > due, late=met is not None and met > due)
