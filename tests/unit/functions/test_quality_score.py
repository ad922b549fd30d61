"""A conversation is scored after each turn, and counted once for its shop."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cloudevents.http import CloudEvent

from functions.quality_score import main
from shared.insight.counters import Counters
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.platform.dead_letters import COLLECTION
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.collections import MESSAGES, SESSIONS
from shared.shopper.conversation import Message
from shared.shopper.session import Session

START = datetime.now(UTC)


@pytest.fixture(autouse=True)
def wired(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(main.function.__dict__, "_platform", platform)


def _says(documents: ClientDocuments, session: Session, turn: int, *, understood: bool = True) -> None:
    for place, role in enumerate(("shopper", "assistant")):
        message = Message(
            message_id=f"{session.session_id}-{turn}-{role}",
            session_id=session.session_id,
            role=role,  # type: ignore[arg-type]
            text="What does delivery cost?" if role == "shopper" else "Delivery is free.",
            at=START + timedelta(seconds=2 * turn + place),
            intent="delivery" if role == "assistant" else None,
            understood=understood if role == "assistant" else None,
            duration_ms=30.0 if role == "assistant" else None,
        )
        documents.create(MESSAGES, message.message_id, message.to_body())


def _told(session_id: Any) -> None:
    encoded = base64.b64encode(json.dumps({"sessionId": session_id}).encode()).decode()
    kind = {"type": "google.cloud.pubsub.topic.v1.messagePublished", "source": "//pubsub.googleapis.com/"}
    main.quality_score(
        CloudEvent(kind, {"message": {"data": encoded, "attributes": {"clientId": "one"}, "messageId": "1"}})
    )


def _counters(documents: ClientDocuments) -> Counters:
    hour = timedelta(hours=1)
    return Rollups(documents).total(Period(START - hour, START + hour, ZoneInfo("UTC")))


def _score(documents: ClientDocuments, session: Session) -> dict[str, Any]:
    stored = documents.get(SESSIONS, session.session_id)
    assert stored is not None
    score: dict[str, Any] = stored.body["qualityScore"]
    return score


def test_a_conversation_counts_once_however_often_it_is_scored(documents: ClientDocuments, session: Session) -> None:
    """H34 H35: redelivered, and scored anew after each turn."""
    for turn, understood in enumerate((True, False, False)):
        _says(documents, session, turn, understood=understood)
        for _ in range(2):
            _told(session.session_id)
    score, counters = _score(documents, session), _counters(documents)
    assert counters["quality.count"] == 1
    assert counters["quality.sum"] == pytest.approx(score["overall"])
    assert counters["quality.sumOfSquares"] == pytest.approx(score["overall"] ** 2)
    assert counters["quality.satisfaction.sum"] == pytest.approx(score["satisfaction"]["overall"])
    codes = {issue["code"] for issue in score["issues"]}
    assert set(counters.under("quality.issues")) == codes and "misunderstood" in codes
    assert set(counters.under("quality.component")) == set(score["components"])
    assert sum(counters[f"quality.band.{band}"] for band in range(10)) == 1


def test_deliveries_at_once_count_once(documents: ClientDocuments, session: Session) -> None:
    _says(documents, session, 0)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_told, [session.session_id] * 8))
    assert _counters(documents)["quality.count"] == 1


def test_an_erased_session_is_not_brought_back(documents: ClientDocuments, session: Session) -> None:
    _says(documents, session, 0)
    documents.delete(SESSIONS, session.session_id)
    _told(session.session_id)
    assert documents.get(SESSIONS, session.session_id) is None
    assert _counters(documents)["quality.count"] == 0


def test_an_event_without_a_session_is_kept_for_people(platform: Platform) -> None:
    _told(7)
    assert len(platform.documents.query(Query(COLLECTION, {})).items) == 1
