"""What is kept is shown, and erased on request."""

from typing import Any

import pytest

from shared.platform.ports.documents import Create, Missing, Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import OF_A_SHOPPER
from shared.shopper.privacy import Privacy
from shared.shopper.session import Session, SessionNotFound, Sessions


@pytest.fixture
def privacy(documents: ClientDocuments, clock: Any, platform: Platform) -> Privacy:
    return Privacy(documents, clock, platform.new_id)


def _fill(documents: ClientDocuments, session_id: str, each: int = 3) -> None:
    documents.batch(
        [
            Create(name, f"{session_id}-{name}-{number}", {"sessionId": session_id, "at": str(number)})
            for name in OF_A_SHOPPER
            for number in range(each)
        ]
    )


def test_everything_kept_is_shown(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    _fill(documents, session.session_id)
    kept = privacy.kept(session.session_id)
    assert kept["session"]["userId"] == "somebody"
    assert [len(kept[name]) for name in ("messages", "analyses", "consents", "events", "impressions")] == [3] * 5


def test_an_erasure_leaves_nothing_and_counts_what_it_took(
    privacy: Privacy, documents: ClientDocuments, session: Session, sessions: Sessions
) -> None:
    _fill(documents, session.session_id, each=60)
    receipt = privacy.erase(session.session_id)
    assert receipt.counts == {"sessions": 1, **dict.fromkeys(OF_A_SHOPPER, 60)}
    for name in OF_A_SHOPPER:
        assert documents.query(Query(name, {"sessionId": session.session_id})).items == []
    with pytest.raises(SessionNotFound):
        sessions.get(session.session_id)


def test_a_neighbours_data_stays(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    _fill(documents, "neighbour")
    privacy.erase(session.session_id)
    assert len(documents.query(Query("messages", {"sessionId": "neighbour"})).items) == 3


def test_erasing_twice_gives_the_same_receipt(privacy: Privacy, session: Session) -> None:
    assert privacy.erase(session.session_id) == privacy.erase(session.session_id)


def test_an_erasure_cut_off_half_way_is_finished_by_the_next(
    privacy: Privacy, documents: ClientDocuments, session: Session
) -> None:
    _fill(documents, session.session_id)
    documents.delete("sessions", session.session_id)
    assert privacy.erase(session.session_id).counts["messages"] == 3


def test_a_late_write_does_not_bring_an_erased_shopper_back(
    privacy: Privacy, documents: ClientDocuments, session: Session, sessions: Sessions
) -> None:
    privacy.erase(session.session_id)
    late = Create("messages", "late", {"sessionId": session.session_id})
    with pytest.raises(Missing):
        documents.batch([late, sessions.change(session.session_id, {"wishes": {}})])
    assert documents.get("messages", "late") is None


def test_an_ended_session_can_still_be_erased(privacy: Privacy, session: Session, clock: Any) -> None:
    clock.forward(days=2)
    assert privacy.erase(session.session_id).counts["sessions"] == 1


def test_another_client_sees_and_erases_nothing(session: Session, platform: Platform, clock: Any) -> None:
    """D17."""
    theirs = Privacy(ClientDocuments(platform.documents, "two"), clock, platform.new_id)
    for act in (theirs.kept, theirs.erase):
        with pytest.raises(SessionNotFound):
            act(session.session_id)


def test_a_receipt_holds_no_personal_data(privacy: Privacy, documents: ClientDocuments, session: Session) -> None:
    privacy.erase(session.session_id)
    receipt = documents.get("erasures", f"one:{session.session_id}")
    assert receipt is not None
    assert receipt.body.keys() == {"receiptId", "at", "counts", "clientId"}


def test_a_strangers_request_under_an_id_is_no_trace_of_a_shopper(
    privacy: Privacy, documents: ClientDocuments
) -> None:
    documents.create("replays", "r", {"sessionId": "never-was"})
    with pytest.raises(SessionNotFound):
        privacy.erase("never-was")
