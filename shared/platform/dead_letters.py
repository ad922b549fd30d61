"""What nobody could handle, kept for the people who run the shop; it is never tried again by itself."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from shared.platform import log
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import Documents

COLLECTION = "dead_letters"
KEPT = timedelta(days=30)  # what a shopper wrote may be in it
_MOST_CHARACTERS = 200_000  # of a message; in UTF-8 that stays below the store's 1 MiB


@dataclass(frozen=True)
class DeadLetter:
    """`reason` quotes nothing of the message, since it is logged as well."""

    function: str
    source: str  # topic, queue or subscription
    message_id: str
    reason: str
    message: str  # as it arrived
    client_id: str | None = None


class DeadLetters:
    def __init__(self, documents: Documents, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def keep(self, letter: DeadLetter) -> None:
        """Once for each function, source and message id: another delivery replaces it. Raises `StoreUnavailable`."""
        at = self._clock()
        body = {
            "at": timestamp(at),
            "clientId": _storable(letter.client_id) if letter.client_id is not None else None,
            "function": letter.function,
            "source": _storable(letter.source),
            "messageId": _storable(letter.message_id),
            "reason": letter.reason,
            "message": _storable(letter.message[:_MOST_CHARACTERS]),
        }
        self._documents.replace(COLLECTION, _id(letter), body, expires_at=at + KEPT)
        log.error(
            "dead letter",
            function=letter.function,
            source=body["source"],
            messageId=body["messageId"],
            reason=letter.reason,
        )


def _storable(text: str) -> str:
    """JSON may hold halves of characters, which no store takes."""
    return text.encode(errors="replace").decode()


def _id(letter: DeadLetter) -> str:
    """A hash, since a message's id may hold what a document's may not."""
    return hashlib.sha256(
        f"{letter.function}\n{letter.source}\n{letter.message_id}".encode(errors="replace")
    ).hexdigest()
