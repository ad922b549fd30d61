"""A ticket and an article point to each other; what the platform or the product wrote is pointed to alone."""

from typing import Any

from shared.accounts.scope import SYSTEM
from shared.shopper.collections import TICKETS
from shared.support.articles import Articles, linked
from shared.support.conflict import NotThere
from shared.support.ticket import Ticket
from shared.support.ticket_changes import linked as with_article
from shared.support.tickets import Tickets
from shared.web.call import Call
from shared.web.contract.article import ArticleForTicket
from shared.web.contract.ticket import TicketReply
from shared.web.desk.articles import read
from shared.web.desk.tickets import whole
from shared.web.desk.writing import by, settled


def link_article(call: Call[ArticleForTicket]) -> TicketReply:
    """Links an article to a ticket."""
    asked = call.input
    documents = call.owning(TICKETS, asked.ticket_id)
    own = read(call, asked.article_id)[3]
    if own is not None and own.client_id not in (SYSTEM, documents.client_id):
        raise NotThere

    def attempt() -> tuple[Ticket, list[Any]]:
        stored = Tickets(documents).get(asked.ticket_id)
        after = with_article(stored.ticket, asked.article_id, by(call), call.platform.clock())
        if after == stored.ticket:
            return after, []
        writes: list[Any] = [
            Tickets.changed(stored, after),
            call.audited("ticket.linked", f"ticket:{asked.ticket_id}", None, {"articleId": asked.article_id}),
        ]
        if own is not None and own.client_id == documents.client_id:
            article = Articles(documents).get(asked.article_id)
            writes.append(Articles.changed(article, linked(article.article, asked.ticket_id)))
        return after, writes

    return whole(call, documents, settled(documents, attempt))
