"""What may be done to an incident: each takes the record as it is and gives it as it becomes.

All raise `SupportConflict` where the record does not allow it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.support.conflict import SupportConflict
from shared.support.incident import (
    LEVELS,
    MOST_ENTRIES,
    MOST_TIMELINE,
    MOST_UPDATES,
    CheckedStep,
    Entry,
    Incident,
    IncidentStatus,
    Level,
    PostMortem,
    StakeholderUpdate,
)
from shared.support.record import Author

_AFTER: Mapping[IncidentStatus, tuple[IncidentStatus, ...]] = {
    "open": ("mitigated", "resolved"),
    "mitigated": ("open", "resolved"),
    "resolved": ("open",),
}


def steps_of(level: Level) -> tuple[CheckedStep, ...]:
    return tuple(CheckedStep(text=text) for text in LEVELS[level]["steps"])


def acknowledged(incident: Incident, by: Author, at: datetime) -> Incident:
    """Stops the response clock; the first to do so counts."""
    if incident.acknowledged_at is not None:
        return incident
    return _changed(incident, by, at, "Acknowledged.", acknowledged_at=at, acknowledged_by=by)


def handed_on(incident: Incident, to: str, by: Author, at: datetime) -> Incident:
    """The first time stops the escalation clock; each stands in the timeline."""
    if incident.status == "resolved":
        raise SupportConflict("The incident is resolved: open it again before it is escalated.")
    return _changed(incident, by, at, f"Escalated to {to}.", escalated_at=incident.escalated_at or at)


def with_status(incident: Incident, status: IncidentStatus, by: Author, at: datetime) -> Incident:
    """Opened again, it has the times of its end no more."""
    if status == incident.status:
        return incident
    if status not in _AFTER[incident.status]:
        allowed = " or ".join(_AFTER[incident.status])
        raise SupportConflict(f"An incident that is {incident.status} can become {allowed}.")
    if status == "open":
        return _changed(incident, by, at, "Opened again.", status=status, mitigated_at=None, resolved_at=None)
    times: dict[str, Any] = {"mitigated_at": incident.mitigated_at or at}
    if status == "resolved":
        times["resolved_at"] = at
    return _changed(incident, by, at, f"{status.capitalize()}.", status=status, **times)


def with_level(incident: Incident, level: Level, by: Author, at: datetime) -> Incident:
    """The check list becomes the other level's, without marks; the clocks still begin at the opening."""
    if level == incident.level:
        return incident
    what = f"Level changed from {incident.level} to {level}."
    return _changed(incident, by, at, what, level=level, steps=steps_of(level))


def with_cause(incident: Incident, cause: str, by: Author, at: datetime) -> Incident:
    """The first cause named sets the time at which it was found."""
    found_at = incident.cause_found_at or at
    return _changed(
        incident,
        by,
        at,
        "Cause named." if incident.cause is None else "Cause corrected.",
        cause=cause,
        cause_found_at=found_at,
    )


def checked(incident: Incident, step: int, by: Author, at: datetime, *, done: bool) -> Incident:
    """`step` counts from 1. Raises `IndexError` for one that the list does not have."""
    if not 1 <= step <= len(incident.steps):
        raise IndexError(step)
    kept = incident.steps[step - 1]
    if done == (kept.done_at is not None):
        return incident
    marked = kept.model_copy(update={"done_at": at if done else None, "done_by": by if done else None})
    steps = (*incident.steps[: step - 1], marked, *incident.steps[step:])
    what = f"Step {step} {'done' if done else 'not done after all'}: {kept.text}"
    return _changed(incident, by, at, what, steps=steps)


def told(incident: Incident, update: StakeholderUpdate) -> Incident:
    if len(incident.updates) >= MOST_UPDATES:
        raise SupportConflict(f"The incident has {MOST_UPDATES} updates, the most it can hold.")
    what = f"Update to {update.audience}."
    return _changed(incident, update.author, update.at, what, updates=(*incident.updates, update))


def entered(incident: Incident, entry: Entry) -> Incident:
    """By hand; what is done to the incident enters itself, and of that the oldest goes when the timeline is full."""
    if sum(kept.by_hand for kept in incident.timeline) >= MOST_ENTRIES:
        raise SupportConflict(f"The timeline has {MOST_ENTRIES} entries by hand, the most it can hold.")
    return incident.model_copy(
        update={"timeline": (*incident.timeline, entry)[-MOST_TIMELINE:], "updated_at": entry.at}
    )


def with_post_mortem(incident: Incident, post_mortem: PostMortem, by: Author, at: datetime) -> Incident:
    if incident.status == "open":
        raise SupportConflict("Mitigate or resolve the incident before its post-mortem is written.")
    written = post_mortem.model_copy(update={"written_at": at, "author": by})
    return _changed(incident, by, at, "Post-mortem written.", post_mortem=written)


def _changed(incident: Incident, by: Author, at: datetime, what: str, **changes: Any) -> Incident:
    timeline = (*incident.timeline, Entry(at=at, author=by, text=what))[-MOST_TIMELINE:]
    return incident.model_copy(update={**changes, "timeline": timeline, "updated_at": at})
