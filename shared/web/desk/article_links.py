"""A ticket and an article point to each other; what the platform or the product wrote is pointed to alone."""

from collections.abc import Callable
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import TICKETS
from shared.support import articles, ticket_changes
from shared.support.articles import Article, Articles
from shared.support.conflict import NotThere
from shared.support.record import Author
from shared.support.ticket import Ticket
from shared.support.tickets import Tickets
from shared.web.call import Call
from shared.web.contract.article import ArticleForTicket, ArticleOfTicket
from shared.web.contract.ticket import TicketReply
from shared.web.desk.articles import read
from shared.web.desk.tickets import whole
from shared.web.desk.writing import by, settled

OfTicket = Callable[[Ticket, str, Author, Any], Ticket]
OfArticle = Callable[[Article, str], Article]


def link_article(call: Call[ArticleForTicket]) -> TicketReply:
    """Links an article to a ticket."""
    documents = call.owning(TICKETS, call.input.ticket_id)
    own = read(call, call.input.article_id)[3]
    if own is not None and own.client_id not in (SYSTEM, documents.client_id):
        raise NotThere
    return _change(call, documents, "ticket.linked", ticket_changes.linked, articles.linked)


def unlink_article(call: Call[ArticleOfTicket]) -> TicketReply:
    """Takes an article from a ticket."""
    documents = call.owning(TICKETS, call.input.ticket_id)
    return _change(call, documents, "ticket.unlinked", ticket_changes.unlinked, articles.unlinked)


def _change(
    call: Call[Any], documents: ClientDocuments, action: str, of_ticket: OfTicket, of_article: OfArticle
) -> TicketReply:
    """Of both in one batch, where the article is the client's own."""
    ticket_id, article_id = call.input.ticket_id, call.input.article_id
    author, now = by(call), call.platform.clock()

    def attempt() -> tuple[Ticket, list[Any]]:
        stored = Tickets(documents).get(ticket_id)
        after = of_ticket(stored.ticket, article_id, author, now)
        if after == stored.ticket:
            return after, []
        audited = call.audited(action, f"ticket:{ticket_id}", None, {"articleId": article_id})
        return after, [Tickets.changed(stored, after), audited, *_on_article()]

    def _on_article() -> list[Any]:
        try:
            article = Articles(documents).get(article_id)
        except NotThere:  # the product's, the platform's, or gone
            return []
        return [Articles.changed(article, of_article(article.article, ticket_id))]

    return whole(call, documents, settled(documents, attempt))
