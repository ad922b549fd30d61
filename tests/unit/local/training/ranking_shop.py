"""A shop whose log is that of shoppers with a known taste."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

from shared.catalogue.repository import Catalogue
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import EVENTS, IMPRESSIONS
from tests.unit.discovery.frames import COLOURS, SHAPES, frame

WEIGHTS = {"widthFit": 0.36, "faceShape": 0.27, "popularity": 0.23, "lensCentres": 0.11, "boost": 0.03}
BEGAN = datetime(2026, 10, 1, tzinfo=UTC)
FRAMES, SHOWN = 60, 10


def log_visits(
    documents: ClientDocuments,
    visits: int,
    taste: Mapping[str, float],
    *,
    sharpness: float = 10.0,
    looking: float = 0.5,
    factors: Mapping[str, float] | None = None,
) -> None:
    """`looking`: how far down places are looked at, 1 / rank to this power."""
    dice = random.Random(5)  # noqa: S311
    ids = [f"p-{number:02d}" for number in range(FRAMES)]
    Catalogue(documents).put(
        frame(
            id,
            client_id=documents.client_id,
            frame_shape=SHAPES[place % len(SHAPES)],
            colour_family=COLOURS[place // 7 % len(COLOURS)],
        )
        for place, id in enumerate(ids)
    )
    writes: list[Create] = []
    for visit in range(visits):
        writes += _visit(visit, ids, dice, taste, sharpness, looking, factors or {})
    for first in range(0, len(writes), 400):
        documents.batch(writes[first : first + 400])


def _visit(
    visit: int,
    ids: Sequence[str],
    dice: random.Random,
    taste: Mapping[str, float],
    sharpness: float,
    looking: float,
    factors: Mapping[str, float],
) -> list[Create]:
    grades = {id: {term: dice.random() for term in WEIGHTS} for id in ids}
    terms = {
        id: {term: WEIGHTS[term] * factors.get(term, 1.0) * of[term] for term in WEIGHTS} for id, of in grades.items()
    }
    best = sorted(ids, key=lambda id: -sum(terms[id].values()))[:SHOWN]
    pull = [
        rank**-looking * exp(sharpness * sum(taste.get(term, 0.0) * grades[id][term] for term in WEIGHTS))
        for rank, id in enumerate(best, 1)
    ]
    session_id, at = f"visit-{visit:05d}", timestamp(BEGAN + timedelta(minutes=10 * visit))
    items = [
        {"productId": id, "rank": rank, "score": sum(terms[id].values()), "terms": terms[id]}
        for rank, id in enumerate(best, 1)
    ]
    shown: dict[str, Any] = {"sessionId": session_id, "at": at, "variant": "default", "items": items}
    shown |= {"factors": dict(factors)} if factors else {}
    (chosen,) = dice.choices(best, pull)
    told = {"sessionId": session_id, "type": "recommendation_clicked", "productId": chosen, "at": at}
    writes = [Create(IMPRESSIONS, f"i-{visit}", shown)]
    return [*writes, Create(EVENTS, f"{session_id}:e", told)] if dice.random() < 0.7 else writes
