"""What was shown to whom, in which order and why: the ground for every later judgement of the ranking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from shared.discovery.ranking import Ranked
from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import Create
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import IMPRESSIONS
from shared.shopper.session import Session, Sessions


class Impressions:
    def __init__(self, documents: ClientDocuments, sessions: Sessions, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._sessions = sessions
        self._clock = clock
        self._new_id = new_id

    def log(
        self, session: Session, shown: Sequence[Ranked], *, source: Literal["recommend"], keep_until: datetime
    ) -> str:
        """Stores the impression and makes it the session's recommendations; the impression id.

        Raises `Stale` when the session has changed since it was read: a face may have been withdrawn.
        """
        impression_id = self._new_id()
        body: dict[str, Any] = {
            "impressionId": impression_id,
            "sessionId": session.session_id,
            "at": timestamp(self._clock()),
            "source": source,
            "variant": "default",
            "items": [_item(ranked) for ranked in shown],
        }
        self._documents.batch(
            [
                Create(IMPRESSIONS, impression_id, body, expires_at=keep_until),
                self._sessions.change(
                    session.session_id, {"recommendations": recommendations(shown)}, if_version=session.version
                ),
            ]
        )
        return impression_id


def recommendations(shown: Sequence[Ranked]) -> list[dict[str, Any]]:
    """As the session keeps them."""
    return [{"productId": ranked.product_id, "score": ranked.score} for ranked in shown]


def _item(ranked: Ranked) -> dict[str, Any]:
    terms = {reason.term: reason.contribution for reason in ranked.reasons}
    return {"productId": ranked.product_id, "rank": ranked.rank, "score": ranked.score, "terms": terms}
