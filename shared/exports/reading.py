"""A client's documents of a period, page by page."""

from collections.abc import Iterator

from shared.insight.period import Period
from shared.platform.pages import pages
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Document, Order, Query, Range
from shared.platform.tenant import ClientDocuments

AT_ONCE = 500


def in_period(
    documents: ClientDocuments,
    collection: str,
    field: str,
    period: Period,
    *,
    newest_first: bool,
    fields: tuple[str, ...] | None = None,
) -> Iterator[list[Document]]:
    """Pages of at most `AT_ONCE`, by `field`. What is written meanwhile lies after the period's end and so outside;
    what is erased before its page is read is absent."""
    within = Range(field, ge=timestamp(period.start), lt=timestamp(period.end))
    return pages(documents, Query(collection, {}, within, Order(field, newest_first), AT_ONCE, fields=fields))
