"""What needs no Pub/Sub: what goes into one request, and what is no event."""

from shared.platform.adapters.held_events import Event
from shared.platform.adapters.pubsub_events import _requests


def _event(id: str, topic: str, size: int = 2) -> Event:
    return Event(id, topic, "x" * size, {})


def test_a_request_is_of_one_topic_in_the_order_given() -> None:
    events = [_event("1", "b"), _event("2", "a"), _event("3", "b"), _event("4", "a")]
    assert [[event.id for event in request] for request in _requests(events)] == [["2", "4"], ["1", "3"]]
    assert list(_requests([])) == []


def test_a_request_stays_below_what_pubsub_takes() -> None:
    events = [_event(str(n), "a", 900_000) for n in range(12)]
    requests = list(_requests(events))
    assert [event.id for request in requests for event in request] == [event.id for event in events]
    assert all(sum(event.size for event in request) <= 5_000_000 for request in requests)
    assert len(requests) == 3
