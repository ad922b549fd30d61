"""Consent before a face is looked at: a versioned receipt, and no analysis without it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import Create, Delete, Query, Write
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import CONSENTS, WITH_A_FACE
from shared.shopper.session import Session, Sessions

FACE_ANALYSIS = "face_analysis"
_TEXTS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "data" / "consent.en.json").read_text("utf-8")
)


class ConsentRequired(Exception):
    """The shopper has not agreed to this, or has taken it back."""


class ConsentVersionUnknown(Exception):
    """The shopper agreed to another text than the one in force; `current` is its version."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


@dataclass(frozen=True)
class Receipt:
    consent_id: str
    granted: bool
    version: str
    at: datetime
    expires_at: datetime
    text: str


class Consents:
    def __init__(self, documents: ClientDocuments, sessions: Sessions, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._sessions = sessions
        self._clock = clock
        self._new_id = new_id

    def record(self, session: Session, *, version: str, current: str, granted: bool, retention: timedelta) -> Receipt:
        """Writes the receipt. A withdrawal also forgets the face that was measured under the consent.

        Raises `ConsentVersionUnknown`.
        """
        if version != current:
            raise ConsentVersionUnknown(current)
        now = self._clock()
        texts = _TEXTS[FACE_ANALYSIS]
        receipt = Receipt(
            consent_id=self._new_id(),
            granted=granted,
            version=version,
            at=now,
            expires_at=session.expires_at,
            text=texts["granted" if granted else "withdrawn"],
        )
        body = {
            "consentId": receipt.consent_id,
            "sessionId": session.session_id,
            "purpose": FACE_ANALYSIS,
            "version": version,
            "granted": granted,
            "at": timestamp(now),
            "expiresAt": timestamp(receipt.expires_at),
            "text": receipt.text,
        }
        writes: list[Write] = [Create(CONSENTS, receipt.consent_id, body, expires_at=now + retention)]
        if granted:
            changes: dict[str, object] = {"consent.face_analysis": receipt.consent_id}
        else:
            changes = {"consent.face_analysis": None, "face": None}
            writes += self._forget_faces(session.session_id)
        self._documents.batch([*writes, self._sessions.change(session.session_id, changes)])
        return receipt

    def _forget_faces(self, session_id: str) -> list[Write]:
        return [
            Delete(collection, document.id)
            for collection in WITH_A_FACE
            for document in self._documents.query(Query(collection, {"sessionId": session_id}, limit=200)).items
        ]


def require_face_consent(session: Session) -> None:
    """Raises `ConsentRequired`."""
    if session.face_consent_id is None:
        raise ConsentRequired
