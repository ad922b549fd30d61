"""Consent before a face is looked at."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from shared.faces.measurement import Length
from shared.faces.result import FaceResult, Pose
from shared.platform.ports.documents import Create, Documents, Query, Write
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.analyses import Analyses, AnalysisNotFound
from shared.shopper.collections import ANALYSES, CONSENTS
from shared.shopper.consent import ConsentRequired, Consents, ConsentVersionUnknown, require_face_consent
from shared.shopper.session import Session, Sessions

FACE = FaceResult(
    shape="oval",
    probabilities={"heart": 0.1, "oblong": 0.1, "oval": 0.6, "round": 0.1, "square": 0.1},
    measurements={"faceWidth": Length(138.0, 4.0)},
    size_band="medium",
    pose=Pose(1.0, 2.0, 3.0),
)


@pytest.fixture
def consents(documents: ClientDocuments, sessions: Sessions, clock: Any, platform: Platform) -> Consents:
    return Consents(documents, sessions, clock, platform.new_id)


@pytest.fixture
def analyses(documents: ClientDocuments, sessions: Sessions, clock: Any, platform: Platform) -> Analyses:
    return Analyses(documents, sessions, clock, platform.new_id)


def _grant(consents: Consents, session: Session, version: str = "1") -> Any:
    return consents.grant(session, version=version, current="1", retention=timedelta(days=1))


def _withdraw(consents: Consents, session: Session) -> Any:
    return consents.withdraw(session, version="1", retention=timedelta(days=1))


@pytest.fixture
def agreed(consents: Consents, session: Session, sessions: Sessions) -> Session:
    _grant(consents, session)
    return sessions.get(session.session_id)


def test_without_consent_no_face_is_looked_at(session: Session) -> None:
    with pytest.raises(ConsentRequired):
        require_face_consent(session, "1")


def test_a_consent_is_kept_with_its_receipt(
    consents: Consents, session: Session, sessions: Sessions, documents: ClientDocuments
) -> None:
    receipt = _grant(consents, session)
    require_face_consent(sessions.get(session.session_id), "1")
    [kept] = documents.query(Query(CONSENTS, {"sessionId": session.session_id})).items
    assert kept.body["consentId"] == receipt.consent_id
    assert kept.body["text"] == receipt.text


def test_a_withdrawal_forgets_the_face_and_all_that_came_of_it(
    consents: Consents,
    analyses: Analyses,
    agreed: Session,
    sessions: Sessions,
    documents: ClientDocuments,
    clock: Any,
) -> None:
    day = clock() + timedelta(days=1)
    for _ in range(3):
        analyses.store(agreed, FACE, keep_until=day)
    of_session = {"sessionId": agreed.session_id}
    documents.create("impressions", "i", {**of_session, "at": "1"})
    documents.create("messages", "said-before", {**of_session, "at": "1", "withFace": False})
    documents.create("messages", "said-with-face", {**of_session, "at": "2", "withFace": True})
    documents.create("replays", "r", {**of_session, "data": "a face", "withFace": True, "withdrawn": False})
    documents.create("replays", "c", {**of_session, "data": "a receipt", "withFace": False, "withdrawn": False})
    _withdraw(consents, agreed)
    after = sessions.get(agreed.session_id)
    assert (after.face, after.face_consent) == (None, None)
    for collection in ("analyses", "impressions"):
        assert documents.query(Query(collection, of_session)).items == []
    assert [m.id for m in documents.query(Query("messages", of_session)).items] == ["said-before"]
    kept = {r.id: r.body["data"] for r in documents.query(Query("replays", of_session)).items}
    assert kept == {"r": None, "c": "a receipt"}
    with pytest.raises(ConsentRequired):
        require_face_consent(after, "1")


class LosingOne:
    """A store in which a request that fails takes back its claim just before the answers are forgotten."""

    def __init__(self, store: Documents) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def batch(self, writes: Sequence[Write]) -> None:
        if writes[0].collection == "replays":
            self._store.delete("replays", "claimed")
        self._store.batch(writes)


def test_a_request_that_fails_during_a_withdrawal_is_no_hindrance(
    agreed: Session, platform: Platform, documents: ClientDocuments, clock: Any
) -> None:
    face = {"sessionId": agreed.session_id, "data": "a face", "withFace": True, "withdrawn": False}
    for id in ("claimed", "r", "s"):
        documents.create("replays", id, face)
    store: Any = LosingOne(platform.documents)
    losing = ClientDocuments(store, "one")
    _withdraw(Consents(losing, Sessions(losing, clock, platform.new_id), clock, platform.new_id), agreed)
    kept = documents.query(Query("replays", {"sessionId": agreed.session_id})).items
    assert [(r.id, r.body["data"], r.body["withdrawn"]) for r in kept] == [("r", None, True), ("s", None, True)]


def test_a_withdrawal_forgets_more_than_a_page(
    consents: Consents, agreed: Session, documents: ClientDocuments
) -> None:
    of_face = {"sessionId": agreed.session_id, "at": "1", "data": "a face", "withFace": True, "withdrawn": False}
    for start in range(0, 900, 450):
        for name in ("analyses", "messages", "replays"):
            documents.batch([Create(name, f"{name}-{n}", of_face) for n in range(start, start + 450)])
    _withdraw(consents, agreed)
    for name in ("analyses", "messages"):
        assert documents.query(Query(name, {"sessionId": agreed.session_id})).items == []
    replays = documents.query(Query("replays", {"sessionId": agreed.session_id})).items
    assert [replay.body["data"] for replay in replays] == [None] * 900


def test_a_face_measured_while_consent_is_taken_back_is_not_stored(
    consents: Consents, analyses: Analyses, agreed: Session, documents: ClientDocuments, clock: Any
) -> None:
    _withdraw(consents, agreed)
    with pytest.raises(ConsentRequired):
        analyses.store(agreed, FACE, keep_until=clock() + timedelta(days=1))
    assert documents.query(Query(ANALYSES, {"sessionId": agreed.session_id})).items == []


def test_consent_to_an_older_text_ends_when_the_text_changes(agreed: Session) -> None:
    with pytest.raises(ConsentRequired):
        require_face_consent(agreed, "2")


def test_consent_to_an_older_text_does_not_count(consents: Consents, session: Session) -> None:
    with pytest.raises(ConsentVersionUnknown):
        _grant(consents, session, version="0")


def test_a_face_is_stored_on_the_session_and_comes_back_equal(
    analyses: Analyses, session: Session, sessions: Sessions, clock: Any
) -> None:
    """C2."""
    analyses.store(session, FACE, keep_until=clock() + timedelta(days=1))
    assert sessions.get(session.session_id).face == FACE


def test_the_shoppers_own_word_wins(analyses: Analyses, session: Session, sessions: Sessions, clock: Any) -> None:
    analysis = analyses.store(session, FACE, keep_until=clock() + timedelta(days=1))
    analyses.correct(analysis, "round")
    face = sessions.get(session.session_id).face
    assert face is not None
    assert (face.shape, face.corrected, face.confidence) == ("round", True, 1.0)
    assert face.probabilities == FACE.probabilities


def test_another_clients_analysis_cannot_be_corrected(
    analyses: Analyses, session: Session, platform: Platform, clock: Any
) -> None:
    """D17."""
    analysis = analyses.store(session, FACE, keep_until=clock() + timedelta(days=1))
    theirs = ClientDocuments(platform.documents, "two")
    with pytest.raises(AnalysisNotFound):
        Analyses(theirs, Sessions(theirs, clock, platform.new_id), clock, platform.new_id).correct(analysis, "round")
