"""A shopper's session."""

from datetime import timedelta
from typing import Any

import pytest

from shared.platform.ports.documents import Missing
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import SESSIONS
from shared.shopper.session import Session, SessionNotFound, Sessions


def test_a_session_is_stored_at_its_start(session: Session, sessions: Sessions, documents: ClientDocuments) -> None:
    """C1, D1: with the names that reports rely on."""
    assert sessions.get(session.session_id) == session
    stored = documents.get(SESSIONS, session.session_id)
    assert stored is not None
    names = {"sessionId", "clientId", "userId", "platform", "createdAt", "qualityScore", "recommendations"}
    assert names <= stored.body.keys()


def test_an_ended_session_is_not_found(session: Session, sessions: Sessions, clock: Any) -> None:
    clock.forward(hours=24)
    with pytest.raises(SessionNotFound):
        sessions.get(session.session_id)


def test_another_clients_session_is_not_found(session: Session, platform: Platform, clock: Any) -> None:
    """D17."""
    theirs = Sessions(ClientDocuments(platform.documents, "two"), clock, platform.new_id)
    with pytest.raises(SessionNotFound):
        theirs.get(session.session_id)
    with pytest.raises(Missing):
        theirs.update(session.session_id, {"userId": "mine now"})


def test_a_session_is_forgotten_after_its_retention(
    sessions: Sessions, documents: ClientDocuments, clock: Any
) -> None:
    short = sessions.start(user_id="u", platform="html", lifetime=timedelta(hours=1), retention=timedelta(days=-1))
    assert documents.get(SESSIONS, short.session_id) is None
