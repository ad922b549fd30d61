"""Consent before a face is looked at: a versioned receipt, and no analysis without it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import Create, Missing, Update
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import CONSENTS, MESSAGES, REPLAYS, WITH_A_FACE
from shared.shopper.every import ID_ALONE, erase_every, pages
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

    def grant(self, session: Session, *, version: str, current: str, retention: timedelta) -> Receipt:
        """Writes the receipt of an agreement to the text in force. Raises `ConsentVersionUnknown`."""
        if version != current:
            raise ConsentVersionUnknown(current)
        receipt = self._receipt(session, version, retention, granted=True)
        given = {"consent.face_analysis": {"id": receipt.consent_id, "version": version}}
        self._documents.batch(
            [self._kept(session, receipt, retention), self._sessions.change(session.session_id, given)]
        )
        return receipt

    def withdraw(self, session: Session, *, version: str, retention: timedelta) -> Receipt:
        """Writes the receipt and forgets the face, with all that was said, ordered or answered because of it.

        The consent and the face go first: from then on nothing new can come of them.
        """
        receipt = self._receipt(session, version, retention, granted=False)
        gone: dict[str, object] = {"consent.face_analysis": None, "face": None, "recommendations": []}
        self._documents.batch(
            [self._kept(session, receipt, retention), self._sessions.change(session.session_id, gone)]
        )
        for collection in WITH_A_FACE:
            erase_every(self._documents, collection, {"sessionId": session.session_id})
        of_face = {"sessionId": session.session_id, "withFace": True}
        erase_every(self._documents, MESSAGES, of_face)
        for page in pages(self._documents, REPLAYS, {**of_face, "withdrawn": False}, ID_ALONE):
            self._forget_answers([replay.id for replay in page])
        return receipt

    def _forget_answers(self, replays: Sequence[str]) -> None:
        left = list(replays)
        while left:
            try:
                self._documents.batch([Update(REPLAYS, id, {"data": None, "withdrawn": True}) for id in left])
            except Missing:  # the request of one has failed meanwhile and left no trace
                left = [replay.id for replay in self._documents.get_many(REPLAYS, left)]
            else:
                return

    def _receipt(self, session: Session, version: str, retention: timedelta, *, granted: bool) -> Receipt:
        text = _TEXTS[FACE_ANALYSIS]["granted" if granted else "withdrawn"].format(days=retention.days)
        return Receipt(self._new_id(), granted, version, self._clock(), session.expires_at, text)

    def _kept(self, session: Session, receipt: Receipt, retention: timedelta) -> Create:
        body = {
            "consentId": receipt.consent_id,
            "sessionId": session.session_id,
            "purpose": FACE_ANALYSIS,
            "version": receipt.version,
            "granted": receipt.granted,
            "at": timestamp(receipt.at),
            "expiresAt": timestamp(receipt.expires_at),
            "text": receipt.text,
        }
        return Create(CONSENTS, receipt.consent_id, body, expires_at=receipt.at + retention)


def require_face_consent(session: Session, current: str) -> None:
    """To the text in force. Raises `ConsentRequired`."""
    if session.face_consent is None or session.face_consent.version != current:
        raise ConsentRequired
