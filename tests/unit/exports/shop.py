"""A shop with visits to export: of any number, the same on every run."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.insight.period import Period
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create
from shared.platform.tenant import ClientDocuments

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTH = Period(NOW - timedelta(days=30), NOW, ZoneInfo("Europe/Berlin"))


def session(number: int, at: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "sessionId": f"s-{number:07}",
        "userId": f"user-{number}",
        "platform": "shopify",
        "createdAt": timestamp(at),
        "expiresAt": timestamp(at + timedelta(days=1)),
        "lastSeenAt": timestamp(at + timedelta(minutes=7)),
        "locale": "de-DE",
        "language": "de",
        "productId": None,
        "wishes": {},
        "liked": ["p-1"],
        "dismissed": [],
        "face": {"faceShape": "oval", "sizeBand": "medium", "measurements": {"faceWidth": {"mm": 137.0}}},
        "consent": {},
        "recommendations": [{"productId": f"p-{n}", "score": round(0.9 - n / 10, 2)} for n in range(1, 4)],
        "qualityScore": {
            "overall": 80.0 + number % 20,
            "components": {"grounding": {"value": 1.0, "weight": 0.2, "why": "All holds."}},
            "issues": [{"code": "slow_answer", "turn": 1, "messageId": "m", "text": "Slow.", "about": []}],
            "satisfaction": {"overall": 4.25, "turns": []},
        },
        **changes,
    }


def message(session_id: str, number: int, at: datetime, text: str, **changes: Any) -> dict[str, Any]:
    return {
        "messageId": f"{session_id}-m{number}",
        "sessionId": session_id,
        "role": "shopper" if number % 2 == 0 else "assistant",
        "text": text,
        "at": timestamp(at),
        "productIds": ["p-1", "p-2"],
        "intent": "find",
        "understood": True,
        "handover": False,
        "durationMs": 41.5,
        "language": "en",
        "engine": "embedded",
        "withheld": 0,
        **changes,
    }


def visits(count: int, period: Period = MONTH) -> Iterator[dict[str, Any]]:
    """Spread evenly over the period."""
    step = (period.end - period.start) / count
    for number in range(count):
        yield session(number, period.start + step * number)


def store(documents: ClientDocuments, collection: str, bodies: Any, id_field: str = "sessionId") -> None:
    batch: list[Create] = []
    for body in bodies:
        batch.append(Create(collection, body[id_field], body))
        if len(batch) == 400:
            documents.batch(batch)
            batch = []
    if batch:
        documents.batch(batch)
