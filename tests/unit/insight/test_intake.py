"""Journey events count once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.insight.intake import EventLog, JourneyEvent
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Missing, Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.session import Session, Sessions


@pytest.fixture
def log(documents: ClientDocuments, sessions: Sessions, clock: Any) -> EventLog:
    return EventLog(documents, sessions, clock)


def _events(clock: Any, *ids: str) -> list[JourneyEvent]:
    return [JourneyEvent(id, "try_on", clock(), {"productId": "p"}) for id in ids]


def _record(log: EventLog, session: Session, clock: Any, *ids: str) -> tuple[int, int]:
    intake = log.record(session, _events(clock, *ids), keep_until=clock() + timedelta(days=1))
    return len(intake.accepted), intake.duplicates


def test_an_event_sent_again_counts_once(log: EventLog, session: Session, clock: Any) -> None:
    """B15."""
    assert _record(log, session, clock, "a", "b") == (2, 0)
    assert _record(log, session, clock, "b", "c") == (1, 1)


def test_an_event_twice_in_one_call_counts_once(log: EventLog, session: Session, clock: Any) -> None:
    assert _record(log, session, clock, "a", "a") == (1, 1)


def test_the_same_events_from_many_threads_count_once(
    log: EventLog, session: Session, clock: Any, documents: ClientDocuments
) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: _record(log, session, clock, "a", "b", "c")[0], range(16)))
    assert sum(taken) == 3
    assert len(documents.query(Query("events", {"sessionId": session.session_id})).items) == 3


def test_the_same_id_in_two_sessions_is_two_events(
    log: EventLog, session: Session, sessions: Sessions, clock: Any
) -> None:
    day = timedelta(days=1)
    other = sessions.start(user_id="u", platform="html", lifetime=day, retention=day)
    assert _record(log, session, clock, "a") == _record(log, other, clock, "a") == (1, 0)


def test_events_do_not_outlive_an_erased_session(
    log: EventLog, session: Session, clock: Any, documents: ClientDocuments
) -> None:
    documents.delete("sessions", session.session_id)
    with pytest.raises(Missing):
        _record(log, session, clock, "a")
    assert documents.query(Query("events", {"sessionId": session.session_id})).items == []


def test_a_measurement_alone_is_no_act_of_the_shopper(
    log: EventLog, session: Session, clock: Any, documents: ClientDocuments
) -> None:
    """A7: it is stored, and the session stays as it was seen last."""
    _record(log, session, clock, "a")
    [before] = documents.query(Query("sessions", {})).items
    clock.forward(minutes=5)
    vital = JourneyEvent("v", "web_vital", clock(), {"metric": "LCP", "measured": 900})
    assert log.record(session, [vital], keep_until=clock() + timedelta(days=1)).accepted == [vital]
    [after] = documents.query(Query("sessions", {})).items
    assert after.body == before.body
    log.record(session, [replace(vital, event_id="w"), *_events(clock, "b")], keep_until=clock() + timedelta(days=1))
    [seen] = documents.query(Query("sessions", {})).items
    assert seen.body["lastSeenAt"] == timestamp(clock())


def test_a_measurement_does_not_outlive_an_erased_session(
    log: EventLog, session: Session, clock: Any, documents: ClientDocuments
) -> None:
    documents.delete("sessions", session.session_id)
    with pytest.raises(Missing):
        log.record(session, [JourneyEvent("v", "web_vital", clock(), {})], keep_until=clock() + timedelta(days=1))
