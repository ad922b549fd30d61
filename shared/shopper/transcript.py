"""The conversation of a session, both sides."""

from collections.abc import Sequence
from datetime import datetime

from shared.platform.ports.documents import Create, Order, Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import MESSAGES
from shared.shopper.conversation import Message


class Transcript:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def last(self, session_id: str, limit: int) -> list[Message]:
        """The newest messages, oldest first."""
        order = Order("at", descending=True)
        page = self._documents.query(Query(MESSAGES, {"sessionId": session_id}, order=order, limit=limit))
        return [Message.from_body(document.body) for document in reversed(page.items)]

    @staticmethod
    def additions(messages: Sequence[Message], *, keep_until: datetime) -> list[Create]:
        """Writes for a batch, so that a turn is stored whole or not at all."""
        return [Create(MESSAGES, m.message_id, m.to_body(), expires_at=keep_until) for m in messages]
