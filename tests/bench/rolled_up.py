"""A store of very many sessions with their rollups, as the writers would have left it, made in a minute.

Each quarter of an hour draws its sessions from a pool of visits, whose contributions are those of the product's own
code; the sessions themselves are written in bulk, short, since nothing that is measured may read them.
"""

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from shared.insight.buckets import QUARTER
from shared.insight.contribution import contribution
from shared.insight.counters import OTHER, Counters, tree_of
from shared.insight.rollups import ROLLUPS
from shared.insight.visit import STEPS, Visit
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create
from shared.platform.tenant import ClientDocuments

DAYS, POOL, PRODUCTS, NAMED = 90, 500, 400, 200
_TYPES = (
    "widget_loaded",
    "widget_opened",
    "consent_given",
    "face_analyzed",
    "chat_message",
    "recommendation_viewed",
    "try_on",
    "add_to_cart",
    "purchase",
)
_SPLITS = ("products.", "paths.", "links.", "by.", "assisted.", "lastTouch.", "holdout.")


def fill(documents: ClientDocuments, path: Path, sessions: int, end: datetime) -> None:
    """So many sessions in the 90 days before `end`, a UTC midnight, and as many counted in the 90 days before."""
    visits = [contribution(visit) for visit in _visits()]
    names = sorted({name for visit in visits for name in visit})
    matrix = np.array([[visit.get(name, 0) for name in names] for visit in visits], dtype=np.int64)
    chance = np.random.default_rng(1)
    for number in range(2 * DAYS):
        _write_day(documents, end - timedelta(days=2 * DAYS - number), names, matrix, sessions / DAYS, chance)
    _write_sessions(path, documents.client_id, sessions, end)


def _visits() -> Iterator[Visit]:
    chance = random.Random(5)  # noqa: S311 - no secret
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for number in range(POOL):
        took = [type for place, type in enumerate(_TYPES) if chance.random() < 1 - 0.09 * place]
        if chance.random() < 0.2:
            chance.shuffle(took)
        events = []
        for place, type in enumerate(took):
            event: dict[str, Any] = {"eventId": f"{place}", "type": type, "at": timestamp(noon + place * QUARTER / 9)}
            if type in {"try_on", "add_to_cart", "purchase"}:
                event["productId"] = f"frame-{chance.randrange(PRODUCTS)}"
            if type == "purchase":
                event |= {"orderId": f"o{number}", "value": f"{chance.randrange(50, 300)}.90", "currency": "EUR"}
            events.append(event)
        ranked = [{"productId": f"frame-{chance.randrange(PRODUCTS)}", "score": 0.5} for _ in range(10)]
        yield Visit(
            {
                "platform": chance.choice(["html", "shopify", "woocommerce", "magento"]),
                "device": chance.choice(["mobile", "desktop"]),
                "face": {"faceShape": chance.choice(["oval", "round", "square", "heart", "oblong"])},
                "recommendations": ranked,
                "holdout": {"arm": chance.choice(["treated", "heldOut"]), "share": 0.5},
            },
            events,
        )


def _write_day(
    documents: ClientDocuments, day: datetime, names: list[str], matrix: Any, sessions: float, chance: Any
) -> None:
    drawn = chance.multinomial(chance.poisson(sessions / 96, 96), [1 / len(matrix)] * len(matrix))
    by_quarter = drawn @ matrix
    writes = []
    for place, counts in enumerate(by_quarter):
        start = day + place * QUARTER
        body = {"counts": tree_of(_bounded(names, counts)), "halves": {}}
        writes.append(_document(documents, "quarter", start, start.strftime("%Y-%m-%dT%H:%MZ"), body))
    by_half = by_quarter.reshape(48, 2, -1).sum(axis=1)
    halves = {
        f"{name}.{half}": int(count)
        for column, name in enumerate(names)
        if not name.startswith(_SPLITS)
        for half in range(48)
        if (count := by_half[half, column])
    }
    body = {"counts": tree_of(_bounded(names, by_quarter.sum(axis=0))), "halves": tree_of(halves)}
    writes.append(_document(documents, "day", day, day.strftime("%Y-%m-%d"), body))
    documents.batch(writes)


def _bounded(names: list[str], counts: Any) -> Counters:
    kept: dict[str, float] = {}
    known: dict[str, set[str]] = {"products": set(), "paths": set()}
    for name, count in zip(names, counts.tolist(), strict=True):
        family, _, rest = name.partition(".")
        if count and family in known:
            first, dot, below = rest.partition(".")
            if len(known[family]) < NAMED:
                known[family].add(first)
            elif first not in known[family]:
                name = f"{family}.{OTHER}{dot}{below}"
        kept[name] = kept.get(name, 0) + count
    return Counters(kept)


def _document(documents: ClientDocuments, grain: str, start: datetime, name: str, body: dict[str, Any]) -> Create:
    id = f"{documents.client_id}:{grain}:{name}"
    return Create(ROLLUPS, id, {"grain": grain, "start": timestamp(start), **body})


def _write_sessions(path: Path, client_id: str, sessions: int, end: datetime) -> None:
    step = timedelta(days=DAYS) / sessions

    def rows() -> Iterator[tuple[str, str, str, str]]:
        for number in range(sessions):
            at = timestamp(end - number * step)
            body = {
                "clientId": client_id,
                "sessionId": f"s{number}",
                "userId": f"u{number}",
                "platform": "html",
                "createdAt": at,
                "steps": STEPS[: number % 9],
                "qualityScore": {"overall": 0.5},
            }
            yield "sessions", f"s{number}", "0", json.dumps(body)

    connection = sqlite3.connect(path)
    with connection:
        connection.executemany("INSERT INTO documents (collection, id, version, body) VALUES (?, ?, ?, ?)", rows())
    connection.close()
