"""Events wait in the store until a confirmed publish."""

from pathlib import Path

import pytest

from shared.platform.adapters.held_events import POSTPONED, Event, HeldEvents
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.documents import DocumentTooLarge
from tests.support import SteppedClock

ATTRIBUTES = {"clientId": "one"}


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def held(tmp_path: Path, clock: SteppedClock) -> HeldEvents:
    return HeldEvents(SqliteDocuments(tmp_path / "documents.sqlite", clock), clock)


def _event(id: str, data: str = "{}") -> Event:
    return Event(id, "conversation.updated", data, ATTRIBUTES)


def test_what_is_kept_comes_back_whole_and_oldest_first(held: HeldEvents, clock: SteppedClock) -> None:
    for id in ("z", "a", "m"):
        held.keep(_event(id, '{"x":[[1]]}'))
        clock.forward(seconds=1)
    assert held.due(2) == [_event("z", '{"x":[[1]]}'), _event("a", '{"x":[[1]]}')]


def test_what_was_published_is_gone_and_nothing_else(held: HeldEvents, clock: SteppedClock) -> None:
    for id in ("a", "b", "c"):
        held.keep(_event(id))
    held.discard([_event("a"), _event("c")])
    clock.forward(days=400)
    assert [event.id for event in held.due(10)] == ["b"]


def test_what_is_postponed_waits_and_is_not_lost(held: HeldEvents, clock: SteppedClock) -> None:
    held.keep(_event("refused"))
    held.postpone(held.due(10))
    assert held.due(10) == []
    clock.forward(seconds=POSTPONED.total_seconds())
    assert [event.id for event in held.due(10)] == ["refused"]


def test_an_event_that_the_store_cannot_hold_is_refused(held: HeldEvents) -> None:
    with pytest.raises(DocumentTooLarge):
        held.keep(_event("a", '"' + "x" * 1_100_000 + '"'))
