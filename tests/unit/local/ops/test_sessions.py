"""What sessions say of a shop."""

from collections.abc import Callable
from typing import Any

import pytest

from local.ops import sessions
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock

Start = Callable[[], Session]


@pytest.fixture
def change(documents: ClientDocuments, clock: SteppedClock, live: Platform) -> Callable[..., None]:
    kept = Sessions(documents, clock, live.new_id)
    return lambda session, **changes: kept.update(session.session_id, changes)


def test_the_newest_sessions_since_a_time(documents: ClientDocuments, clock: SteppedClock, start: Start) -> None:
    """D4, D7: of one client since a date, ten at most, three fields of each."""
    start()
    clock.forward(hours=1)
    since = clock()
    made = []
    for _ in range(12):
        clock.forward(minutes=1)
        made.append(start().session_id)
    found = sessions.latest(documents, since)
    assert [body["sessionId"] for body in found] == made[:-11:-1]
    assert all(body.keys() == {"sessionId", "createdAt", "qualityScore"} for body in found)
    assert len(sessions.latest(documents, since, limit=50)) == 12


def test_quality_is_the_mean_over_scored_sessions(documents: ClientDocuments, start: Start, change: Any) -> None:
    """D5: `avgQuality` and `totalSessions` of a client."""
    for overall in (60, 90, None):
        change(start(), qualityScore=None if overall is None else {"overall": overall})
    assert sessions.quality(documents) == sessions.Quality(75.0, 3)


def test_no_score_is_no_mean(documents: ClientDocuments, start: Start) -> None:
    start()
    assert sessions.quality(documents) == sessions.Quality(None, 1)


def test_most_recommended_by_count_with_the_mean_score(
    documents: ClientDocuments, clock: SteppedClock, start: Start, change: Any
) -> None:
    """D6: unwound, grouped by product, by count, ten at most."""
    for ids in (["a", "b"], ["b"], ["b", "a", "c"]):
        change(start(), recommendations=[{"productId": id, "score": len(ids) / 10} for id in ids])
    found = sessions.most_recommended(documents, clock())
    assert [(one.product_id, one.count) for one in found] == [("b", 3), ("a", 2), ("c", 1)]
    assert found[0].avg_score == pytest.approx(0.2)
    assert len(sessions.most_recommended(documents, clock(), limit=2)) == 2


def test_sessions_of_many_pages_all_count(
    documents: ClientDocuments, clock: SteppedClock, start: Start, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_PAGE", 2)
    for _ in range(5):
        change(start(), recommendations=[{"productId": "a", "score": 1.0}])
    assert sessions.most_recommended(documents, clock())[0].count == 5
