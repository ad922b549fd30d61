"""Counts the sessions of which no event tells, so that nobody who came is left out.

They cost their start nothing: what began since the last time is looked through, each session once.
"""

from datetime import datetime, timedelta

from shared.insight.counting import COUNTED, Counting
from shared.insight.rollups import ROLLUPS
from shared.platform.ports.clock import Clock, parse_timestamp, timestamp
from shared.platform.ports.documents import Order, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS

SETTLED = timedelta(minutes=10)  # a session's first event has come by then, if any
FURTHEST = timedelta(days=7)  # back, where it was never done
AT_ONCE = 500


def count_silent(documents: ClientDocuments, clock: Clock) -> int:
    """How many were counted. Cut off half-way it begins again, and nothing counts twice."""
    now = clock()
    since, until = _since(documents, now), now - SETTLED
    counting, counted, cursor = Counting(documents, clock), 0, None
    while since < until:
        span = Range("createdAt", ge=timestamp(since), lt=timestamp(until))
        newest_first = Order("createdAt", descending=True)  # the order that has an index
        page = documents.query(Query(SESSIONS, {}, span, newest_first, AT_ONCE, cursor, fields=(COUNTED,)))
        for session in page.items:
            if COUNTED not in session.body:
                counting.take(session.id)
                counted += 1
        cursor = page.next_cursor
        if cursor is None:
            documents.replace(ROLLUPS, _mark_id(documents), {"until": timestamp(until)})
            break
    return counted


def _since(documents: ClientDocuments, now: datetime) -> datetime:
    mark = documents.get(ROLLUPS, _mark_id(documents))
    return parse_timestamp(mark.body["until"]) if mark else now - FURTHEST


def _mark_id(documents: ClientDocuments) -> str:
    return f"{documents.client_id}:counted"
