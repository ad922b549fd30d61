"""What was shown to whom, in which order and why: the ground for every later judgement of the ranking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from shared.discovery.ranking import Ranked
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create
from shared.shopper.collections import IMPRESSIONS

Source = Literal["recommend", "chat"]


def impression(
    impression_id: str,
    session_id: str,
    shown: Sequence[Ranked],
    *,
    source: Source,
    variant: str,
    at: datetime,
    keep_until: datetime,
) -> Create:
    """The write that logs what was shown, for the batch that makes it the session's recommendations: a face may have
    been withdrawn since the session was read, and then neither is stored. `variant` names what ranked it."""
    body: dict[str, Any] = {
        "impressionId": impression_id,
        "sessionId": session_id,
        "at": timestamp(at),
        "source": source,
        "variant": variant,
        "items": [_item(ranked) for ranked in shown],
    }
    return Create(IMPRESSIONS, impression_id, body, expires_at=keep_until)


def recommendations(shown: Sequence[Ranked]) -> list[dict[str, Any]]:
    """As the session keeps them."""
    return [{"productId": ranked.product_id, "score": ranked.score} for ranked in shown]


def _item(ranked: Ranked) -> dict[str, Any]:
    terms = {reason.term: reason.contribution for reason in ranked.reasons}
    return {"productId": ranked.product_id, "rank": ranked.rank, "score": ranked.score, "terms": terms}
