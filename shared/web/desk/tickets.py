"""Tickets within the reach of who asks: read, opened and changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.accounts.users import KnownUsers
from shared.platform.newest import newest
from shared.platform.ports.clock import parse_timestamp
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS, TICKETS
from shared.support import sla
from shared.support import ticket_changes as changes
from shared.support.conflict import NotThere
from shared.support.ticket import TRANSITIONS, Assignee, Note, Ticket
from shared.support.tickets import KEPT, Tickets, ticket_of
from shared.web.call import Call
from shared.web.contract.base import Nothing
from shared.web.contract.ticket import (
    NoteWritten,
    TicketChange,
    TicketEscalated,
    TicketList,
    TicketNamed,
    TicketOpened,
    TicketQuery,
    TicketReply,
    TicketRow,
    Workflow,
)
from shared.web.desk.articles import linked_articles
from shared.web.desk.writing import by, settled
from shared.web.errors import ApiError, Detail


def list_tickets(call: Call[TicketQuery]) -> TicketList:
    """Tickets, the newest first, with their clocks."""
    asked, now = call.input, call.platform.clock()
    page = newest(
        call.stores(),
        Query(TICKETS, {}),
        by="at",
        limit=asked.limit,
        cursor=asked.cursor,
        keep=lambda found: _is_asked_for(ticket_of(found.document), asked, now),
    )
    rows = [TicketRow.of(ticket_of(found.document), found.client_id, now) for found in page.items]
    return TicketList(items=rows, next_cursor=page.next_cursor)


def open_ticket(call: Call[TicketOpened]) -> TicketReply:
    """Opens a ticket for a client."""
    asked, documents, now = call.input, call.documents, call.platform.clock()
    keep_until = now + KEPT
    if asked.session_id is not None:
        session = documents.get(SESSIONS, asked.session_id)
        if session is None:
            raise NotThere
        keep_until = parse_timestamp(session.body["createdAt"]) + timedelta(days=call.client.retention_days)
        if keep_until <= now:  # kept for less time than before, and waits for the sweep
            raise NotThere
    author = by(call)
    ticket = Ticket(
        ticket_id=call.platform.new_id(),
        source="admin",
        status="open",
        at=now,
        updated_at=now,
        priority=asked.priority,
        subject=asked.subject,
        description=asked.description,
        session_id=asked.session_id,
        requester=author,
    )
    if asked.assignee is not None:
        ticket = changes.assigned(ticket, _assignee(call, documents, asked.assignee), author, now)
    audited = call.audited("ticket.opened", f"ticket:{ticket.ticket_id}", None, _for_audit(ticket))
    documents.batch([*Tickets.opened(ticket, keep_until=keep_until), audited])
    return whole(call, documents, ticket)


def show_ticket(call: Call[TicketNamed]) -> TicketReply:
    """One ticket with its notes, replies, history and articles."""
    documents = call.owning(TICKETS, call.input.ticket_id)
    return whole(call, documents, Tickets(documents).get(call.input.ticket_id).ticket)


def change_ticket(call: Call[TicketChange]) -> TicketReply:
    """Changes status, priority, assignee or subject."""
    asked, now, author = call.input, call.platform.clock(), by(call)
    documents = call.owning(TICKETS, asked.ticket_id)
    given = asked.model_fields_set
    assignee = _assignee(call, documents, asked.assignee) if asked.assignee is not None else None

    def change(ticket: Ticket) -> Ticket:
        if asked.subject is not None:
            ticket = changes.with_subject(ticket, asked.subject, author, now)
        if asked.priority is not None:
            ticket = changes.with_priority(ticket, asked.priority, author, now)
        if "assignee" in given:
            ticket = changes.assigned(ticket, assignee, author, now)
        return changes.with_status(ticket, asked.status, author, now) if asked.status is not None else ticket

    return whole(call, documents, change_of(call, documents, "ticket.changed", change))


def note_on_ticket(call: Call[NoteWritten]) -> TicketReply:
    """Adds an internal note."""
    documents = call.owning(TICKETS, call.input.ticket_id)
    note = Note(note_id=call.platform.new_id(), at=call.platform.clock(), author=by(call), text=call.input.text)
    return whole(call, documents, change_of(call, documents, "ticket.noted", lambda t: changes.noted(t, note)))


def escalate_ticket(call: Call[TicketEscalated]) -> TicketReply:
    """Hands the ticket to the next level."""
    asked, now, author = call.input, call.platform.clock(), by(call)
    documents = call.owning(TICKETS, asked.ticket_id)

    def change(ticket: Ticket) -> Ticket:
        if asked.priority is not None:
            ticket = changes.with_priority(ticket, asked.priority, author, now)
        return changes.escalated(ticket, asked.reason, author, now)

    return whole(call, documents, change_of(call, documents, "ticket.escalated", change))


def ticket_workflow(call: Call[Nothing]) -> Workflow:
    """How fast tickets are answered, which status may follow which, and to whom they are handed on."""
    return Workflow.in_force()


def whole(call: Call[Any], documents: ClientDocuments, ticket: Ticket) -> TicketReply:
    """As the actor may see it: a client does not see the notes of super admins."""
    if call.actor.role != "super_admin":
        hidden = {note.note_id for note in ticket.notes if note.author.role == "super_admin"}
        notes = tuple(note for note in ticket.notes if note.note_id not in hidden)
        steps = tuple(step for step in ticket.history if step.what != "note" or step.after not in hidden)
        ticket = ticket.model_copy(update={"notes": notes, "history": steps})
    articles = linked_articles(call, documents, ticket.article_ids)
    now = call.platform.clock()
    may_become = TRANSITIONS[ticket.status]
    return TicketReply.whole(ticket, documents.client_id, now, ticket.notes, articles, may_become)


def change_of(call: Call[Any], documents: ClientDocuments, action: str, change: Callable[[Ticket], Ticket]) -> Ticket:
    """Stores the ticket that the input names as it becomes, with its audit record; nothing where it stays so."""
    ticket_id: str = call.input.ticket_id

    def attempt() -> tuple[Ticket, list[Any]]:
        stored = Tickets(documents).get(ticket_id)
        after = change(stored.ticket)
        if after == stored.ticket:
            return after, []
        before, then = _for_audit(stored.ticket), _for_audit(after)
        audited = call.audited(action, f"ticket:{ticket_id}", before, then)
        return after, [Tickets.changed(stored, after), audited]

    return settled(documents, attempt)


def _for_audit(ticket: Ticket) -> dict[str, Any]:
    """No texts: what is said of a shopper goes with the ticket, and the audit stays."""
    return {
        "status": ticket.status,
        "priority": ticket.priority,
        "assignee": ticket.assignee.user_id if ticket.assignee else None,
        "level": ticket.level,
        "notes": len(ticket.notes),
        "replies": len(ticket.replies),
    }


def _assignee(call: Call[Any], documents: ClientDocuments, user_id: str) -> Assignee:
    """A user of the ticket's client, or, when a super admin says so, a super admin."""
    user = KnownUsers(call.platform.documents).by_id(user_id)
    owners = {documents.client_id, SYSTEM} if call.actor.role == "super_admin" else {documents.client_id}
    if user is None or user.client_id not in owners or user.state != "active":
        problem = Detail("assignee", "is no active user who could take it")
        raise ApiError("INVALID_REQUEST", "Some fields are missing or wrong: see details.", [problem])
    return Assignee(user_id=user.user_id, name=user.name)


def _is_asked_for(ticket: Ticket, asked: TicketQuery, now: datetime) -> bool:
    assignee = ticket.assignee.user_id if ticket.assignee else "none"
    return (
        asked.status in (None, ticket.status)
        and asked.priority in (None, ticket.priority)
        and asked.source in (None, ticket.source)
        and asked.assignee in (None, assignee)
        and asked.overdue in (None, sla.is_overdue(ticket, now))
    )
