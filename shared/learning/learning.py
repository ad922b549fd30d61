"""Takes what a session's events teach into what its shop has learnt, once, however often and in any order they come.

The session keeps the lesson that is counted already; what changes is the difference to it, in one batch with the
session. A session that was erased teaches nothing more, and what was learnt names no session.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import uniform
from typing import Any

from shared.catalogue.repository import Catalogue
from shared.learning.lesson import TEACHING, WORTH, Lesson, lesson
from shared.learning.lots import held_out
from shared.learning.records import LEARNING, sums_id, trained_id, written
from shared.learning.rules import RULES, weight_at
from shared.learning.sums import Sums, Trained, shard_of
from shared.learning.tallying import Tallying
from shared.platform.ports.clock import Clock, parse_timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Document,
    Missing,
    Order,
    Query,
    Stale,
    StoreUnavailable,
    Write,
)
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, IMPRESSIONS, SESSIONS, event_document_id
from shared.shopper.session import Sessions

ATTEMPTS, PAUSE_S = 8, 0.02
LEARNT = "learnt"  # the session's field
_MOST_IMPRESSIONS = int(RULES["session"]["impressionsAtMost"])


@dataclass(frozen=True)
class _Taught:
    """What the session taught before and teaches now. `era`: in which the lesson before was heard."""

    before: Lesson
    era: int
    after: Lesson
    weight: float
    teaches: bool  # a session held out is only counted


class Learning:
    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._tallying = Tallying(documents, clock)

    def take(self, session_id: str, event_ids: Sequence[str]) -> None:
        """Raises `StoreUnavailable` when others kept changing the same: to be delivered again."""
        with suppress(Missing):  # the session was erased at this moment
            for attempt in range(ATTEMPTS):
                try:
                    self._take(session_id, event_ids)
                    return
                except (Stale, AlreadyExists):
                    time.sleep(uniform(0, PAUSE_S * (attempt + 1)))  # noqa: S311 - spreads the tries, no secret
            raise StoreUnavailable(f"{ATTEMPTS} lessons in a row met a newer version")

    def _take(self, session_id: str, event_ids: Sequence[str]) -> None:
        session = self._documents.get(SESSIONS, session_id)
        acts = self._acts(session_id, event_ids)
        if session is None or acts is None:
            return
        taught = self._taught(session, acts)
        if taught.after == taught.before:
            return
        era, summed = self._summed(session_id, taught)
        learnt = {LEARNT: {**taught.after.to_body(), "era": era}}
        tallied = self._tallying.change(taught.before, taught.after, taught.weight) if taught.teaches else []
        self._documents.batch([Sessions.change(session_id, learnt, if_version=session.version), *summed, *tallied])

    def _acts(self, session_id: str, event_ids: Sequence[str]) -> Mapping[str, float] | None:
        """Worth by product of these events; None when none of them teaches anything."""
        ids = [event_document_id(session_id, event_id) for event_id in dict.fromkeys(event_ids)]
        events = [event.body for event in self._documents.get_many(EVENTS, ids)]
        if not any(event["type"] in TEACHING for event in events):
            return None
        acts: dict[str, float] = {}
        for event in events:
            worth, product_id = WORTH.get(event["type"], 0.0), event.get("productId")
            if worth and product_id:
                acts[product_id] = max(worth, acts.get(product_id, 0.0))
        return acts

    def _taught(self, session: Document, acts: Mapping[str, float]) -> _Taught:
        learnt = session.body.get(LEARNT)
        before = Lesson.from_body(learnt)
        impressions = self._impressions(session.id)
        known = {*before.seen, *(item["productId"] for shown in impressions for item in shown["items"])}
        real = known | {product.product_id for product in Catalogue(self._documents).get_many([*acts.keys() - known])}
        after = lesson(before, {id: worth for id, worth in acts.items() if id in real}, impressions)
        began = parse_timestamp(session.body["createdAt"])
        era = learnt["era"] if learnt else 0
        return _Taught(before, era, after, weight_at(began), not held_out(session.id))

    def _impressions(self, session_id: str) -> list[dict[str, Any]]:
        query = Query(IMPRESSIONS, {"sessionId": session_id}, order=Order("at"), limit=_MOST_IMPRESSIONS)
        return [document.body for document in self._documents.query(query).items]

    def _summed(self, session_id: str, taught: _Taught) -> tuple[int, list[Write]]:
        """The era in which the lesson is heard, and nothing to write where only more products were seen."""
        if taught.after.voice == taught.before.voice:
            return taught.era, []
        client_id = self._documents.client_id
        id, trained = sums_id(client_id, shard_of(session_id)), trained_id(client_id)
        stored = {document.id: document for document in self._documents.get_many(LEARNING, [id, trained])}
        era = Trained.from_body(stored[trained].body if trained in stored else None).era
        sums = Sums.from_body(stored[id].body if id in stored else None).in_era(era)
        if taught.teaches:
            if taught.era == era:
                sums = sums.heard(taught.before, -taught.weight)
            sums = sums.heard(taught.after, taught.weight)
        sums = sums.counted(taught.before, -1).counted(taught.after, 1)
        return era, [written(id, stored.get(id), sums.to_body())]
