"""What was shown to whom, in which order and why: the ground for every later judgement of the ranking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from shared.discovery.ranking import Ranked
from shared.discovery.tuning import Tuning
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
    tuning: Tuning,
    at: datetime,
    keep_until: datetime,
) -> Create:
    """The write that logs what was shown, for the batch that makes it the session's recommendations: a face may have
    been withdrawn since the session was read, and then neither is stored. `tuning` is what the ranking went by: its
    factors are kept beside the contributions, so that these can be told from what was learnt."""
    body: dict[str, Any] = {
        "impressionId": impression_id,
        "sessionId": session_id,
        "at": timestamp(at),
        "source": source,
        "variant": tuning.variant,
        "factors": _factors(shown, tuning),
        "items": [_item(ranked) for ranked in shown],
    }
    return Create(IMPRESSIONS, impression_id, body, expires_at=keep_until)


def recommendations(shown: Sequence[Ranked]) -> list[dict[str, Any]]:
    """As the session keeps them."""
    return [{"productId": ranked.product_id, "score": ranked.score} for ranked in shown]


def _factors(shown: Sequence[Ranked], tuning: Tuning) -> dict[str, float]:
    terms = {reason.term for ranked in shown for reason in ranked.reasons}
    return {term: factor for term, factor in tuning.factors.items() if term in terms and factor != 1.0}


def _item(ranked: Ranked) -> dict[str, Any]:
    terms = {reason.term: reason.contribution for reason in ranked.reasons}
    return {"productId": ranked.product_id, "rank": ranked.rank, "score": ranked.score, "terms": terms}
