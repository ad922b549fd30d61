"""What is kept of one shopper over all visits, by the id that the shop gives them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.platform.ports.clock import Clock, NewId
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS
from shared.shopper.every import pages
from shared.shopper.privacy import Privacy
from shared.shopper.session import SessionNotFound


class ShopperNotFound(Exception):
    """No session of this client was ever this shopper's, or all were erased."""


@dataclass(frozen=True)
class ShopperErased:
    """`receipts` are those of the single sessions."""

    at: datetime
    sessions: int
    receipts: list[str]
    counts: dict[str, int]


class Shoppers:
    def __init__(self, documents: ClientDocuments, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._privacy = Privacy(documents, clock, new_id)

    def kept(self, user_id: str) -> list[dict[str, Any]]:
        """By session. Raises `ShopperNotFound`."""
        found = []
        for session_id in self._sessions(user_id):
            try:
                found.append(self._privacy.kept(session_id))
            except SessionNotFound:  # erased at this moment
                continue
        if not found:
            raise ShopperNotFound
        return found

    def erase(self, user_id: str) -> ShopperErased:
        """Session by session: cut off half-way, the next call has less to do. Raises `ShopperNotFound`, also when
        all that was left to do was to end an erasure that had been cut off."""
        self._privacy.finish_begun()
        counts: Counter[str] = Counter()
        receipts: list[str] = []
        for session_id in self._sessions(user_id):
            erasure = self._privacy.erase(session_id)
            counts.update(erasure.counts)
            receipts.append(erasure.receipt_id)
        if not receipts:
            raise ShopperNotFound
        return ShopperErased(self._clock(), len(receipts), receipts, dict(counts))

    def _sessions(self, user_id: str) -> list[str]:
        found = pages(self._documents, SESSIONS, {"userId": user_id}, ("userId",))
        return [session.id for page in found for session in page]
