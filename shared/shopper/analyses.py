"""Face analyses of a session: what was measured, and what the shopper said of it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from shared.billing.meter import metered
from shared.faces.result import FaceResult, FaceShape
from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import Body, Create, Stale, StoreUnavailable, Update
from shared.platform.tenant import ClientDocuments
from shared.shopper import face_record
from shared.shopper.collections import ANALYSES
from shared.shopper.consent import ConsentRequired
from shared.shopper.session import Session, Sessions

_ATTEMPTS = 20  # events and scores change a session as well


class AnalysisNotFound(Exception):
    """No such analysis of this client's shoppers."""


class Analyses:
    def __init__(self, documents: ClientDocuments, sessions: Sessions, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._sessions = sessions
        self._clock = clock
        self._new_id = new_id

    def store(self, session: Session, face: FaceResult, *, keep_until: datetime) -> str:
        """Stores the numbers and makes them the session's face; the analysis id.

        Only under the consent they were measured under: raises `ConsentRequired` when it was taken back meanwhile.
        """
        for _ in range(_ATTEMPTS):
            now = self._sessions.get(session.session_id)
            if now.face_consent != session.face_consent:
                break
            with suppress(Stale):
                return self._stored(now, face, keep_until)
        raise ConsentRequired

    def _stored(self, session: Session, face: FaceResult, keep_until: datetime) -> str:
        analysis_id = self._new_id()
        result = face_record.to_body(face)
        about = {"analysisId": analysis_id, "sessionId": session.session_id, "at": timestamp(self._clock())}
        body = {**about, **result, **face_record.basis(face)}
        self._documents.batch(
            [
                Create(ANALYSES, analysis_id, body, expires_at=keep_until),
                metered(self._documents.client_id, "analyses", analysis_id, self._clock()),
                self._sessions.change(
                    session.session_id, {"face": {"analysisId": analysis_id, **result}}, if_version=session.version
                ),
            ]
        )
        return analysis_id

    def correct(self, analysis_id: str, shape: FaceShape) -> FaceResult:
        """The shopper's own word on an analysis; it becomes the session's face again, and a label for a later refit.

        The last word counts. Raises `AnalysisNotFound`, also once the face is forgotten.
        """
        for _ in range(_ATTEMPTS):
            with suppress(Stale):
                return self._corrected(analysis_id, shape)
        raise StoreUnavailable(f"{_ATTEMPTS} writes in a row met a newer session")

    def _corrected(self, analysis_id: str, shape: FaceShape) -> FaceResult:
        stored = self._documents.get(ANALYSES, analysis_id)
        session = self._sessions.get(stored.body["sessionId"]) if stored else None
        if stored is None or session is None or session.face is None:
            raise AnalysisNotFound
        face = face_record.from_body(stored.body).corrected_to(shape)
        result: dict[str, Any] = face_record.to_body(face)
        changes = {key: result[key] for key in ("faceShape", "confidence", "corrected")}
        self._documents.batch(
            [
                Update(ANALYSES, analysis_id, {**changes, "label": self._label(stored.body, shape)}),
                self._sessions.change(
                    session.session_id, {"face": {"analysisId": analysis_id, **result}}, if_version=session.version
                ),
            ]
        )
        return face

    def _label(self, body: Body, shape: FaceShape) -> dict[str, Any]:
        """`answered` is what the model had said, however often the shopper changes their mind."""
        before = body.get("label")
        if before is None:
            return {"shape": shape, "answered": body["faceShape"], "at": timestamp(self._clock())}
        return before if before["shape"] == shape else {**before, "shape": shape, "at": timestamp(self._clock())}
