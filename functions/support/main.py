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

MERCHANTS: tuple[Permission, ...] = ("view_own_data", "view_all_clients")  # and super admins
OPERATORS: tuple[Permission, ...] = ("manage_system",)
MISSING: tuple[Code, ...] = ("NOT_FOUND",)
REFUSES: tuple[Code, ...] = ("NOT_FOUND", "CONFLICT")

function = HttpFunction("support")
for_merchants = partial(function.route, audience="admin", permissions=MERCHANTS)
for_operators = partial(function.route, audience="admin", permissions=OPERATORS)


def support(request: Request) -> Response:
    return function(request)


for_merchants("GET", "/v1/admin/tickets", takes=ticket.TicketQuery, gives=ticket.TicketList, errors=MISSING)(
    tickets.list_tickets
)
for_merchants(
    "POST", "/v1/admin/tickets", takes=ticket.TicketOpened, gives=ticket.TicketReply, status=201, errors=MISSING
)(tickets.open_ticket)
for_merchants("GET", "/v1/admin/tickets/workflow", takes=Nothing, gives=ticket.Workflow)(tickets.ticket_workflow)
for_merchants(
    "GET", "/v1/admin/tickets/templates", takes=ticket.TemplateQuery, gives=ticket.TemplateList, errors=MISSING
)(ticket_replies.ticket_templates)
for_merchants(
    "GET", "/v1/admin/tickets/{ticketId}", takes=ticket.TicketNamed, gives=ticket.TicketReply, errors=MISSING
)(tickets.show_ticket)
for_merchants(
    "PATCH", "/v1/admin/tickets/{ticketId}", takes=ticket.TicketChange, gives=ticket.TicketReply, errors=REFUSES
)(tickets.change_ticket)
for_merchants(
    "POST",
    "/v1/admin/tickets/{ticketId}/notes",
    takes=ticket.NoteWritten,
    gives=ticket.TicketReply,
    status=201,
    errors=REFUSES,
)(tickets.note_on_ticket)
for_merchants(
    "POST",
    "/v1/admin/tickets/{ticketId}/escalate",
    takes=ticket.TicketEscalated,
    gives=ticket.TicketReply,
    errors=REFUSES,
)(tickets.escalate_ticket)
for_merchants(
    "POST",
    "/v1/admin/tickets/{ticketId}/replies",
    takes=ticket.ReplyWritten,
    gives=ticket.ReplyResult,
    status=201,
    errors=REFUSES,
)(ticket_replies.reply_to_ticket)
for_merchants("GET", "/v1/admin/articles", takes=article.ArticleQuery, gives=article.ArticleList, errors=MISSING)(
    articles.list_articles
)
for_merchants(
    "POST",
    "/v1/admin/articles",
    takes=article.ArticleWritten,
    gives=article.ArticleReply,
    status=201,
    errors=REFUSES,
    max_body=128 * KIB,
)(articles.write_article)
for_merchants(
    "GET", "/v1/admin/articles/{articleId}", takes=article.ArticleNamed, gives=article.ArticleReply, errors=MISSING
)(articles.show_article)
for_merchants(
    "PATCH",
    "/v1/admin/articles/{articleId}",
    takes=article.ArticleChange,
    gives=article.ArticleReply,
    errors=REFUSES,
    max_body=128 * KIB,
)(articles.change_article)
for_merchants(
    "DELETE",
    "/v1/admin/articles/{articleId}",
    takes=article.ArticleNamed,
    gives=article.ArticleRemoved,
    errors=REFUSES,
)(articles.remove_article)
for_merchants(
    "POST",
    "/v1/admin/articles/{articleId}/tickets",
    takes=article.ArticleForTicket,
    gives=ticket.TicketReply,
    errors=REFUSES,
)(article_links.link_article)
for_merchants(
    "DELETE",
    "/v1/admin/articles/{articleId}/tickets/{ticketId}",
    takes=article.ArticleOfTicket,
    gives=ticket.TicketReply,
    errors=REFUSES,
)(article_links.unlink_article)
for_merchants(
    "GET", "/v1/admin/incidents", takes=incident.IncidentQuery, gives=incident.IncidentList, errors=MISSING
)(incidents.list_incidents)
for_operators(
    "POST",
    "/v1/admin/incidents",
    takes=incident.IncidentOpened,
    gives=incident.IncidentReply,
    status=201,
    errors=MISSING,
)(incidents.open_incident)
for_merchants("GET", "/v1/admin/incidents/levels", takes=Nothing, gives=incident.LevelList)(incidents.incident_levels)
for_operators("GET", "/v1/admin/incidents/templates", takes=Nothing, gives=ticket.TemplateList)(
    incidents.incident_templates
)
for_merchants(
    "GET",
    "/v1/admin/incidents/{incidentId}",
    takes=incident.IncidentNamed,
    gives=incident.IncidentReply,
    errors=MISSING,
)(incidents.show_incident)
for_operators(
    "PATCH",
    "/v1/admin/incidents/{incidentId}",
    takes=incident.IncidentChange,
    gives=incident.IncidentReply,
    errors=REFUSES,
)(incidents.change_incident)
for_operators(
    "POST",
    "/v1/admin/incidents/{incidentId}/acknowledge",
    takes=incident.IncidentNamed,
    gives=incident.IncidentReply,
    errors=REFUSES,
)(incidents.acknowledge_incident)
for_operators(
    "POST",
    "/v1/admin/incidents/{incidentId}/escalate",
    takes=incident.HandedOn,
    gives=incident.IncidentReply,
    errors=REFUSES,
)(incidents.escalate_incident)
for_operators(
    "PUT",
    "/v1/admin/incidents/{incidentId}/steps/{step}",
    takes=incident.StepChecked,
    gives=incident.IncidentReply,
    errors=REFUSES,
)(incidents.check_step)
for_operators(
    "POST",
    "/v1/admin/incidents/{incidentId}/timeline",
    takes=incident.EntryWritten,
    gives=incident.IncidentReply,
    status=201,
    errors=REFUSES,
)(incidents.enter_on_timeline)
for_operators(
    "POST",
    "/v1/admin/incidents/{incidentId}/updates",
    takes=incident.UpdateWritten,
    gives=incident.IncidentReply,
    status=201,
    errors=REFUSES,
)(incidents.tell_stakeholders)
for_operators(
    "PUT",
    "/v1/admin/incidents/{incidentId}/post-mortem",
    takes=post_mortem.PostMortemWritten,
    gives=incident.IncidentReply,
    errors=REFUSES,
)(incidents.write_post_mortem)
