"""What may be done to a ticket: each takes the record as it is and gives it as it becomes.

All raise `SupportConflict` where the record does not allow it.
"""

from datetime import datetime
from typing import Any

from shared.support.conflict import SupportConflict
from shared.support.record import Author
from shared.support.ticket import (
    MOST_ARTICLES,
    MOST_HISTORY,
    MOST_NOTES,
    MOST_REPLIES,
    TOP_LEVEL,
    TRANSITIONS,
    Assignee,
    Escalation,
    Note,
    Priority,
    Reply,
    Status,
    Step,
    Ticket,
)


def with_status(ticket: Ticket, status: Status, by: Author, at: datetime) -> Ticket:
    """The same status changes nothing."""
    if status == ticket.status:
        return ticket
    if status not in TRANSITIONS[ticket.status]:
        allowed = ", ".join(TRANSITIONS[ticket.status]) or "nothing: open a new ticket"
        raise SupportConflict(f"A ticket that is {ticket.status} can become {allowed}.")
    changes: dict[str, Any] = {"status": status, **_unpaused(ticket, at)}
    if status == "open":
        changes |= _reopened(at) if ticket.is_over else {}
    else:
        changes["first_responded_at"] = ticket.first_responded_at or at
    if status == "pending":
        changes["pending_since"] = at
    if status in ("resolved", "closed"):
        changes["resolved_at"] = ticket.resolved_at or at
    if status == "closed":
        changes["closed_at"] = at
    return _changed(ticket, by, at, "status", ticket.status, status, changes)


def with_priority(ticket: Ticket, priority: Priority, by: Author, at: datetime) -> Ticket:
    if priority == ticket.priority:
        return ticket
    return _changed(ticket, by, at, "priority", ticket.priority, priority, {"priority": priority})


def with_subject(ticket: Ticket, subject: str, by: Author, at: datetime) -> Ticket:
    if subject == ticket.subject:
        return ticket
    return _changed(ticket, by, at, "subject", None, None, {"subject": subject})


def assigned(ticket: Ticket, assignee: Assignee | None, by: Author, at: datetime) -> Ticket:
    if assignee == ticket.assignee:
        return ticket
    before, after = (who.user_id if who else None for who in (ticket.assignee, assignee))
    return _changed(ticket, by, at, "assignee", before, after, {"assignee": assignee})


def noted(ticket: Ticket, note: Note) -> Ticket:
    _room_for(ticket.notes, MOST_NOTES, "notes")
    return _changed(ticket, note.author, note.at, "note", None, note.note_id, {"notes": (*ticket.notes, note)})


def replied(ticket: Ticket, reply: Reply) -> Ticket:
    """The first reply by another than the requester is the first response."""
    if ticket.status == "closed":
        raise SupportConflict("The ticket is closed: open a new one.")
    _room_for(ticket.replies, MOST_REPLIES, "replies")
    changes: dict[str, Any] = {"replies": (*ticket.replies, reply)}
    if ticket.first_responded_at is None and not _is_requester(ticket, reply.author):
        changes["first_responded_at"] = reply.at
    return _changed(ticket, reply.author, reply.at, "reply", None, reply.reply_id, changes)


def escalated(ticket: Ticket, reason: str, by: Author, at: datetime) -> Ticket:
    """To the next level."""
    if ticket.is_over:
        raise SupportConflict(f"The ticket is {ticket.status}: open it again before it is escalated.")
    if ticket.level >= TOP_LEVEL:
        raise SupportConflict(f"The ticket is at level {TOP_LEVEL} already, the highest: open an incident.")
    level = ticket.level + 1
    step = Escalation(at=at, author=by, level=level, reason=reason)
    changes = {"level": level, "escalations": (*ticket.escalations, step)}
    return _changed(ticket, by, at, "level", str(ticket.level), str(level), changes)


def linked(ticket: Ticket, article_id: str, by: Author, at: datetime) -> Ticket:
    if article_id in ticket.article_ids:
        return ticket
    _room_for(ticket.article_ids, MOST_ARTICLES, "articles")
    changes = {"article_ids": (*ticket.article_ids, article_id)}
    return _changed(ticket, by, at, "article", None, article_id, changes)


def unlinked(ticket: Ticket, article_id: str, by: Author, at: datetime) -> Ticket:
    if article_id not in ticket.article_ids:
        return ticket
    changes = {"article_ids": tuple(id for id in ticket.article_ids if id != article_id)}
    return _changed(ticket, by, at, "article", article_id, None, changes)


def asked_again(ticket: Ticket, by: Author, at: datetime) -> Ticket:
    """Whoever asked has come back: what was settled, closed too, or waited for them, is open once more."""
    if ticket.status == "open":
        return ticket
    changes: dict[str, Any] = {"status": "open", **_unpaused(ticket, at)}
    if ticket.is_over:
        changes |= _reopened(at)
    return _changed(ticket, by, at, "status", ticket.status, "open", changes)


def _unpaused(ticket: Ticket, at: datetime) -> dict[str, Any]:
    if ticket.pending_since is None:
        return {}
    waited = max(0.0, (at - ticket.pending_since).total_seconds())
    return {"pending_since": None, "paused_seconds": ticket.paused_seconds + waited}


def _reopened(at: datetime) -> dict[str, Any]:
    return {"reopened_at": at, "paused_seconds": 0.0, "resolved_at": None, "closed_at": None}


def _is_requester(ticket: Ticket, author: Author) -> bool:
    return ticket.requester is not None and ticket.requester.user_id == author.user_id


def _room_for(kept: tuple[Any, ...], most: int, what: str) -> None:
    if len(kept) >= most:
        raise SupportConflict(f"The ticket has {most} {what}, the most it can hold: open a new one.")


def _changed(
    ticket: Ticket,
    by: Author,
    at: datetime,
    what: str,
    before: str | None,
    after: str | None,
    changes: dict[str, Any],
) -> Ticket:
    """With the step in the history, whose oldest go when it is full."""
    step = Step(at=at, author=by, what=what, before=before, after=after)
    history = (*ticket.history, step)[-MOST_HISTORY:]
    return ticket.model_copy(update={**changes, "history": history, "updated_at": at})
