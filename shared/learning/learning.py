"""Takes what a session's events teach into what its shop has learnt, once, however often and in any order they come.

The session keeps the lesson that is counted already; what changes is the difference to it, in one batch with the
session. A session that was erased teaches nothing more, and what was learnt names no session.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import uniform
from typing import Any

from shared.catalogue.repository import Catalogue
from shared.learning.lesson import TEACHING, WORTH, Lesson, lesson
from shared.learning.lots import held_out
from shared.learning.popularity import Tally, from_text, shard_of, to_text
from shared.learning.rules import LEARNING, RULES, weight_at
from shared.learning.sums import Sums
from shared.platform.ports.clock import Clock, parse_timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    Document,
    Missing,
    Order,
    Query,
    Replace,
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


def sums_id(client_id: str) -> str:
    return f"{client_id}:sums"


def shard_id(client_id: str, shard: int) -> str:
    return f"{client_id}:popularity:{shard:02d}"


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
        self._clock = clock
        self._client_id = documents.client_id

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
        types = self._types(session_id, event_ids)
        if session is None or types is None:
            return
        taught = self._taught(session, types)
        if taught.after == taught.before:
            return
        sums = self._documents.get(LEARNING, sums_id(self._client_id))
        era = Sums.from_body(sums.body if sums else None).era
        learnt = {LEARNT: {**taught.after.to_body(), "era": era}}
        self._documents.batch(
            [
                Sessions.change(session_id, learnt, if_version=session.version),
                self._summed(sums, taught),
                *(self._tallied(taught) if taught.teaches else ()),
            ]
        )

    def _types(self, session_id: str, event_ids: Sequence[str]) -> Mapping[str, float] | None:
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

    def _summed(self, stored: Document | None, taught: _Taught) -> Write:
        sums = Sums.from_body(stored.body if stored else None)
        if taught.teaches:
            if taught.era == sums.era:
                sums = sums.heard(taught.before, -taught.weight)
            sums = sums.heard(taught.after, taught.weight)
        sums = sums.counted(taught.before, -1).counted(taught.after, 1)
        return _written(stored, sums_id(self._client_id), sums.to_body())

    def _tallied(self, taught: _Taught) -> list[Write]:
        """The shards of the products with which the session has done something new."""
        before, after = taught.before, taught.after
        acted = {id for id in {*before.chosen, *after.chosen} if before.chosen.get(id) != after.chosen.get(id)}
        changed = acted | (before.seen ^ after.seen)
        by_shard: dict[int, set[str]] = {}
        for product_id in changed:
            by_shard.setdefault(shard_of(product_id), set()).add(product_id)
        ids = {shard_id(self._client_id, shard): shard for shard in sorted(by_shard)}
        stored = {document.id: document for document in self._documents.get_many(LEARNING, list(ids))}
        tallies = {id: from_text(stored[id].body["tallies"]) if id in stored else {} for id in ids}
        unknown = {p for id, shard in ids.items() for p in by_shard[shard] if p in acted or p not in tallies[id]}
        priors = self._priors(unknown)
        now = self._clock()
        return [
            _written(
                stored.get(id),
                id,
                {"tallies": to_text(_with(tallies[id], by_shard[shard], priors, taught), now)},
            )
            for id, shard in ids.items()
        ]

    def _priors(self, product_ids: Iterable[str]) -> dict[str, float]:
        """The catalogue's popularity; products that have left it are left out."""
        return {p.product_id: p.popularity for p in Catalogue(self._documents).get_many(sorted(product_ids))}


def _with(
    tallies: Mapping[str, Tally], changed: Iterable[str], priors: Mapping[str, float], taught: _Taught
) -> dict[str, Tally]:
    changes: dict[str, Tally] = {}
    for product_id in changed:
        before = tallies.get(product_id)
        if before is None and product_id not in priors:
            continue
        tally = before or Tally(priors[product_id])
        tally = tally.plus(product_id, taught.before, -taught.weight).plus(product_id, taught.after, taught.weight)
        changes[product_id] = Tally(priors.get(product_id, tally.prior), tally.interest, tally.shown, tally.sessions)
    return {**tallies, **changes}


def _written(stored: Document | None, id: str, body: dict[str, Any]) -> Write:
    if stored is None:
        return Create(LEARNING, id, body)
    return Replace(LEARNING, id, body, if_version=stored.version)
