"""The support desk: tickets, knowledge articles, incidents."""

from functools import partial

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.web.contract import article, incident, post_mortem, ticket
from shared.web.contract.base import Nothing
from shared.web.desk import article_links, articles, incidents, ticket_replies, tickets
from shared.web.errors import Code
from shared.web.function import HttpFunction
from shared.web.route import KIB

READS: tuple[Permission, ...] = ("view_own_data", "view_all_clients")
RUNS: tuple[Permission, ...] = ("manage_system",)
MISSING: tuple[Code, ...] = ("NOT_FOUND",)
REFUSES: tuple[Code, ...] = ("NOT_FOUND", "CONFLICT")

function = HttpFunction("support")
declare = partial(function.route, audience="admin")


def support(request: Request) -> Response:
    return function(request)


declare(
    "GET", "/v1/admin/tickets", takes=ticket.TicketQuery, gives=ticket.TicketList, permissions=READS, errors=MISSING
)(tickets.list_tickets)
declare(
    "POST",
    "/v1/admin/tickets",
    takes=ticket.TicketOpened,
    gives=ticket.TicketReply,
    permissions=READS,
    status=201,
    errors=MISSING,
)(tickets.open_ticket)
declare("GET", "/v1/admin/tickets/workflow", takes=Nothing, gives=ticket.Workflow, permissions=READS)(
    tickets.ticket_workflow
)
declare(
    "GET",
    "/v1/admin/tickets/templates",
    takes=ticket.TemplateQuery,
    gives=ticket.TemplateList,
    permissions=READS,
    errors=MISSING,
)(ticket_replies.ticket_templates)
declare(
    "GET",
    "/v1/admin/tickets/{ticketId}",
    takes=ticket.TicketNamed,
    gives=ticket.TicketReply,
    permissions=READS,
    errors=MISSING,
)(tickets.show_ticket)
declare(
    "PATCH",
    "/v1/admin/tickets/{ticketId}",
    takes=ticket.TicketChange,
    gives=ticket.TicketReply,
    permissions=READS,
    errors=REFUSES,
)(tickets.change_ticket)
declare(
    "POST",
    "/v1/admin/tickets/{ticketId}/notes",
    takes=ticket.NoteWritten,
    gives=ticket.TicketReply,
    permissions=READS,
    status=201,
    errors=REFUSES,
)(tickets.note_on_ticket)
declare(
    "POST",
    "/v1/admin/tickets/{ticketId}/escalate",
    takes=ticket.TicketEscalated,
    gives=ticket.TicketReply,
    permissions=READS,
    errors=REFUSES,
)(tickets.escalate_ticket)
declare(
    "POST",
    "/v1/admin/tickets/{ticketId}/replies",
    takes=ticket.ReplyWritten,
    gives=ticket.ReplyResult,
    permissions=READS,
    status=201,
    errors=REFUSES,
)(ticket_replies.reply_to_ticket)
declare(
    "GET",
    "/v1/admin/articles",
    takes=article.ArticleQuery,
    gives=article.ArticleList,
    permissions=READS,
    errors=MISSING,
)(articles.list_articles)
declare(
    "POST",
    "/v1/admin/articles",
    takes=article.ArticleWritten,
    gives=article.ArticleReply,
    permissions=READS,
    status=201,
    errors=REFUSES,
    max_body=128 * KIB,
)(articles.write_article)
declare(
    "GET",
    "/v1/admin/articles/{articleId}",
    takes=article.ArticleNamed,
    gives=article.ArticleReply,
    permissions=READS,
    errors=MISSING,
)(articles.show_article)
declare(
    "PATCH",
    "/v1/admin/articles/{articleId}",
    takes=article.ArticleChange,
    gives=article.ArticleReply,
    permissions=READS,
    errors=REFUSES,
    max_body=128 * KIB,
)(articles.change_article)
declare(
    "DELETE",
    "/v1/admin/articles/{articleId}",
    takes=article.ArticleNamed,
    gives=article.ArticleRemoved,
    permissions=READS,
    errors=REFUSES,
)(articles.remove_article)
declare(
    "POST",
    "/v1/admin/articles/{articleId}/tickets",
    takes=article.ArticleForTicket,
    gives=ticket.TicketReply,
    permissions=READS,
    errors=REFUSES,
)(article_links.link_article)
declare(
    "DELETE",
    "/v1/admin/articles/{articleId}/tickets/{ticketId}",
    takes=article.ArticleOfTicket,
    gives=ticket.TicketReply,
    permissions=READS,
    errors=REFUSES,
)(article_links.unlink_article)
declare(
    "GET",
    "/v1/admin/incidents",
    takes=incident.IncidentQuery,
    gives=incident.IncidentList,
    permissions=READS,
    errors=MISSING,
)(incidents.list_incidents)
declare(
    "POST",
    "/v1/admin/incidents",
    takes=incident.IncidentOpened,
    gives=incident.IncidentReply,
    permissions=RUNS,
    status=201,
    errors=MISSING,
)(incidents.open_incident)
declare("GET", "/v1/admin/incidents/levels", takes=Nothing, gives=incident.LevelList, permissions=READS)(
    incidents.incident_levels
)
declare("GET", "/v1/admin/incidents/templates", takes=Nothing, gives=ticket.TemplateList, permissions=RUNS)(
    incidents.incident_templates
)
declare(
    "GET",
    "/v1/admin/incidents/{incidentId}",
    takes=incident.IncidentNamed,
    gives=incident.IncidentReply,
    permissions=READS,
    errors=MISSING,
)(incidents.show_incident)
declare(
    "PATCH",
    "/v1/admin/incidents/{incidentId}",
    takes=incident.IncidentChange,
    gives=incident.IncidentReply,
    permissions=RUNS,
    errors=REFUSES,
)(incidents.change_incident)
declare(
    "POST",
    "/v1/admin/incidents/{incidentId}/acknowledge",
    takes=incident.IncidentNamed,
    gives=incident.IncidentReply,
    permissions=RUNS,
    errors=REFUSES,
)(incidents.acknowledge_incident)
declare(
    "POST",
    "/v1/admin/incidents/{incidentId}/escalate",
    takes=incident.HandedOn,
    gives=incident.IncidentReply,
    permissions=RUNS,
    errors=REFUSES,
)(incidents.escalate_incident)
declare(
    "PUT",
    "/v1/admin/incidents/{incidentId}/steps/{step}",
    takes=incident.StepChecked,
    gives=incident.IncidentReply,
    permissions=RUNS,
    errors=REFUSES,
)(incidents.check_step)
declare(
    "POST",
    "/v1/admin/incidents/{incidentId}/timeline",
    takes=incident.EntryWritten,
    gives=incident.IncidentReply,
    permissions=RUNS,
    status=201,
    errors=REFUSES,
)(incidents.enter_on_timeline)
declare(
    "POST",
    "/v1/admin/incidents/{incidentId}/updates",
    takes=incident.UpdateWritten,
    gives=incident.IncidentReply,
    permissions=RUNS,
    status=201,
    errors=REFUSES,
)(incidents.tell_stakeholders)
declare(
    "PUT",
    "/v1/admin/incidents/{incidentId}/post-mortem",
    takes=post_mortem.PostMortemWritten,
    gives=incident.IncidentReply,
    permissions=RUNS,
    errors=REFUSES,
)(incidents.write_post_mortem)
