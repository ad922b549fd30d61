"""Counts each session once, whatever it did, however often and in any order its events are told.

The session keeps what it has added to the counters; what changes is the difference to it, in one batch with the
session. A session that was erased is counted as it was, and nothing in the counters leads back to it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from shared.insight.adding import rollup_writes, until_counted
from shared.insight.contribution import contribution
from shared.insight.intake import MEASUREMENTS
from shared.insight.visit import JOURNEY, Visit
from shared.platform.ports.clock import Clock, parse_timestamp
from shared.platform.ports.documents import (
    Body,
    Create,
    Order,
    Query,
    Write,
)
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, SESSIONS
from shared.shopper.session import Sessions

COUNTED = "counted"  # the session's field: JSON, so that a store indexes one text instead of every counter
ORDERS = "orders"  # which session's order an order id is
ORDERS_KEPT = timedelta(days=400)
_MOST_EVENTS = int(JOURNEY["mostEvents"])
_MOST_PAGES = 2  # of so many: measurements among them take no event's place


class Counting:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def take(self, session_id: str) -> None:
        """Raises `StoreUnavailable` when others kept changing the same: to be delivered again."""
        until_counted(partial(self._take, session_id))

    def _take(self, session_id: str) -> None:
        session = self._documents.get(SESSIONS, session_id)
        if session is None:
            return
        events = self._events(session_id)
        foreign, claims = self._claims(session_id, events)
        before = json.loads(session.body.get(COUNTED, "{}"))
        after = contribution(Visit(session.body, events, foreign))
        if after == before:
            return
        changes = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
        began = parse_timestamp(session.body["createdAt"])
        counted = {COUNTED: json.dumps(after, separators=(",", ":"))}
        self._documents.batch(
            [
                Sessions.change(session_id, counted, if_version=session.version),
                *claims,
                *rollup_writes(self._documents, began, changes),
            ]
        )

    def _events(self, session_id: str) -> list[Body]:
        events, cursor = list[Body](), None
        for _ in range(_MOST_PAGES):
            query = Query(EVENTS, {"sessionId": session_id}, order=Order("at"), limit=_MOST_EVENTS, cursor=cursor)
            page = self._documents.query(query)
            events += [event.body for event in page.items if event.body["type"] not in MEASUREMENTS]
            cursor = page.next_cursor
            if cursor is None or len(events) >= _MOST_EVENTS:
                break
        return events[:_MOST_EVENTS]

    def _claims(self, session_id: str, events: Sequence[Mapping[str, Any]]) -> tuple[frozenset[str], list[Write]]:
        """The order ids that another session told of first, and the writes that claim those which nobody has yet."""
        purchases = (event for event in events if event["type"] == "purchase")
        told = dict.fromkeys(event["orderId"] for event in purchases if event.get("orderId"))
        by_id = {f"{self._documents.client_id}:{_hashed(order_id)}": order_id for order_id in told}
        own = _hashed(session_id)
        stored = {document.id: document.body["of"] for document in self._documents.get_many(ORDERS, list(by_id))}
        foreign = frozenset(by_id[id] for id, of in stored.items() if of != own)
        keep_until = self._clock() + ORDERS_KEPT
        return foreign, [Create(ORDERS, id, {"of": own}, keep_until) for id in by_id if id not in stored]


def _hashed(name: str) -> str:
    """So that a claim names neither an order nor a session."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]
