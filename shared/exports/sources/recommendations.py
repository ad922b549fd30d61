"""One row for each frame of each visit's last recommendation."""

from collections.abc import Iterator, Sequence

from shared.catalogue.repository import Catalogue
from shared.exports.reading import in_period
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Body, Document
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS

_FIELDS = ("sessionId", "createdAt", "recommendations", "liked", "dismissed")
_Names = dict[str, Row]  # title and brand by product id; empty for what is no longer sold
_MOST_NAMES = 20_000  # kept in memory at once


def recommendations(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    return Table(columns_of("recommendations"), _rows(documents, period), "at", newest_first=True)


def _rows(documents: ClientDocuments, period: Period) -> Iterator[Row]:
    catalogue, names = Catalogue(documents), _Names()
    for page in in_period(documents, SESSIONS, "createdAt", period, newest_first=True, fields=_FIELDS):
        if len(names) > _MOST_NAMES:
            names.clear()
        _learn(catalogue, names, page)
        for document in page:
            yield from _of_session(document.body, names)


def _learn(catalogue: Catalogue, names: _Names, page: Sequence[Document]) -> None:
    """One read for the products of a page that are not known yet."""
    shown = (item["productId"] for document in page for item in document.body.get("recommendations", ()))
    new = [product_id for product_id in dict.fromkeys(shown) if product_id not in names]
    names.update({product_id: {} for product_id in new})
    if new:
        names.update({p.product_id: {"title": p.title, "brand": p.brand} for p in catalogue.get_many(new)})


def _of_session(body: Body, names: _Names) -> Iterator[Row]:
    liked, dismissed = set(body.get("liked", ())), set(body.get("dismissed", ()))
    for rank, item in enumerate(body.get("recommendations", ()), 1):
        product_id = item["productId"]
        yield {
            "sessionId": body["sessionId"],
            "at": body["createdAt"],
            "rank": rank,
            "productId": product_id,
            **names[product_id],
            "score": item["score"],
            "liked": product_id in liked,
            "dismissed": product_id in dismissed,
        }
