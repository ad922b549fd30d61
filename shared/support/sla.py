"""How long a ticket may wait, by its priority: pure functions of the record and of now."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from shared.support.record import Record, Time
from shared.support.ticket import TOP_LEVEL, Priority, Ticket

_DATA = json.loads((Path(__file__).parent / "data" / "sla.json").read_text("utf-8"))
ALLOWED: Mapping[Priority, Mapping[str, int]] = {name: times for name, times in _DATA.items() if name != "about"}


class Clock(Record):
    """`breached`: met too late, or not met and too late already. `seconds_left` is negative when it is too late, and
    None once it is met."""

    due_at: Time
    met_at: Time | None
    breached: bool
    paused: bool
    seconds_left: int | None

    @property
    def is_overdue(self) -> bool:
        return self.breached and self.met_at is None


def first_response(ticket: Ticket, now: datetime) -> Clock:
    """Until the first reply, or until somebody waits for the requester or resolves it. It never pauses."""
    due = ticket.at + _allowed(ticket, "firstResponseMinutes")
    return _clock(due, ticket.first_responded_at, now, paused=False)


def resolution(ticket: Ticket, now: datetime) -> Clock:
    """Stands still while the ticket is pending; begins anew when it is opened again."""
    paused = timedelta(seconds=ticket.paused_seconds)
    if ticket.pending_since is not None:
        paused += max(timedelta(), now - ticket.pending_since)
    due = ticket.began + _allowed(ticket, "resolutionMinutes") + paused
    return _clock(due, ticket.resolved_at or ticket.closed_at, now, paused=ticket.pending_since is not None)


def is_overdue(ticket: Ticket, now: datetime) -> bool:
    return any(clock.is_overdue for clock in (first_response(ticket, now), resolution(ticket, now)))


def escalation_due(ticket: Ticket, now: datetime) -> bool:
    """A clock has run out, and nobody has escalated since."""
    missed = [c.due_at for c in (first_response(ticket, now), resolution(ticket, now)) if c.is_overdue]
    if not missed or ticket.level >= TOP_LEVEL:
        return False
    return not ticket.escalations or ticket.escalations[-1].at < max(missed)


def _allowed(ticket: Ticket, which: str) -> timedelta:
    return timedelta(minutes=ALLOWED[ticket.priority][which])


def _clock(due: datetime, met: datetime | None, now: datetime, *, paused: bool) -> Clock:
    left = None if met else int((due - now).total_seconds())
    return Clock(due_at=due, met_at=met, breached=(met or now) > due, paused=paused, seconds_left=left)
