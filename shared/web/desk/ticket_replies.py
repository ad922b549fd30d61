"""Answers to tickets: in own words or from templates."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.accounts.directory import CLIENTS
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import TICKETS
from shared.support import sla
from shared.support import ticket_changes as changes
from shared.support.templates import TEMPLATES, ValuesMissing, templates_for
from shared.support.ticket import Reply, Ticket
from shared.support.tickets import Tickets
from shared.web.call import Call
from shared.web.contract.ticket import ReplyResult, ReplyWritten, TemplateList, TemplateQuery, TemplateReply
from shared.web.desk.tickets import change_of, whole
from shared.web.desk.writing import by
from shared.web.errors import ApiError, Detail


def reply_to_ticket(call: Call[ReplyWritten]) -> ReplyResult:
    """Answers, in own words or from a template; or shows what the template would say."""
    asked = call.input
    documents = call.owning(TICKETS, asked.ticket_id)
    ticket = Tickets(documents).get(asked.ticket_id).ticket
    text = asked.text or _from_template(call, documents, ticket)
    if asked.preview:
        return ReplyResult(session_id=ticket.session_id, text=text, ticket=None)
    reply = Reply(
        reply_id=call.platform.new_id(),
        at=call.platform.clock(),
        author=by(call),
        text=text,
        template_id=asked.template_id,
    )
    after = change_of(call, documents, "ticket.replied", lambda ticket: changes.replied(ticket, reply))
    return ReplyResult(session_id=after.session_id, text=text, ticket=whole(call, documents, after))


def ticket_templates(call: Call[TemplateQuery]) -> TemplateList:
    """Texts for replies, filled in with what a ticket knows."""
    values: Mapping[str, str] = {}
    if call.input.ticket_id is not None:
        documents = call.owning(TICKETS, call.input.ticket_id)
        values = _known(call, documents, Tickets(documents).get(call.input.ticket_id).ticket)
    return TemplateList(templates=[TemplateReply.of(template, values) for template in templates_for("ticket")])


def filled(fill: Callable[[Mapping[str, str]], str], values: Mapping[str, str]) -> str:
    """Raises `ApiError` INVALID_REQUEST that names each value which is missing."""
    try:
        return fill(values)
    except ValuesMissing as missing:
        details = [Detail(f"values.{name}", "is needed by the template") for name in missing.names]
        raise ApiError("INVALID_REQUEST", "The template needs more values: see details.", details) from None


def in_words(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _from_template(call: Call[ReplyWritten], documents: ClientDocuments, ticket: Ticket) -> str:
    template = TEMPLATES.get(call.input.template_id or "")
    if template is None or template.about != "ticket":
        problem = Detail("templateId", "is none of GET /v1/admin/tickets/templates")
        raise ApiError("INVALID_REQUEST", "Some fields are missing or wrong: see details.", [problem])
    return filled(template.filled, {**call.input.values, **_known(call, documents, ticket)})


def _known(call: Call[Any], documents: ClientDocuments, ticket: Ticket) -> dict[str, str]:
    now = call.platform.clock()
    client = call.platform.documents.get(CLIENTS, documents.client_id)
    return {
        "ticketId": ticket.ticket_id,
        "subject": ticket.title,
        "status": ticket.status,
        "priority": ticket.priority,
        "shopName": client.body["branding"]["shopName"] if client else "",
        "firstResponseDue": in_words(sla.first_response(ticket, now).due_at),
        "resolutionDue": in_words(sla.resolution(ticket, now).due_at),
    }
