"""What a shop's sessions say: the latest, their quality, what was recommended most."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Document, Order, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS

SHOWN = ("sessionId", "createdAt", "qualityScore")
_QUALITY = "qualityScore.overall"
_PAGE = 500


@dataclass(frozen=True)
class Quality:
    avg_quality: float | None  # None before the first score
    total_sessions: int


@dataclass(frozen=True)
class Recommended:
    product_id: str
    count: int
    avg_score: float


def latest(documents: ClientDocuments, since: datetime, limit: int = 10) -> list[dict[str, Any]]:
    """The newest sessions since then, three fields of each."""
    query = Query(SESSIONS, {}, range=_since(since), order=Order("createdAt", True), limit=limit, fields=SHOWN)
    return [document.body for document in documents.query(query).items]


def quality(documents: ClientDocuments) -> Quality:
    """The mean of the scored sessions' `qualityScore.overall`, and how many sessions there are."""
    over_all = documents.aggregate(Query(SESSIONS, {}), averages=[_QUALITY])
    return Quality(over_all.averages[_QUALITY], over_all.count)


def most_recommended(documents: ClientDocuments, since: datetime, limit: int = 10) -> list[Recommended]:
    """Products by how many sessions hold them among their recommendations; ties by id."""
    scores: dict[str, list[float]] = defaultdict(list)
    for session in _every(documents, since):
        for recommendation in session.body.get("recommendations") or ():
            scores[recommendation["productId"]].append(recommendation["score"])
    found = [Recommended(id, len(each), sum(each) / len(each)) for id, each in scores.items()]
    return sorted(found, key=lambda one: (-one.count, one.product_id))[:limit]


def _every(documents: ClientDocuments, since: datetime) -> Iterator[Document]:
    cursor: str | None = None
    while True:
        query = Query(
            SESSIONS,
            {},
            range=_since(since),
            order=Order("createdAt", True),
            limit=_PAGE,
            cursor=cursor,
            fields=("recommendations",),
        )
        page = documents.query(query)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _since(since: datetime) -> Range:
    return Range("createdAt", ge=timestamp(since))
