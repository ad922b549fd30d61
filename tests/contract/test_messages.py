"""What every carrier of events and tasks does."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.conftest import Messages
from tests.support import SteppedClock

ATTRIBUTES = {"clientId": "one", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}


def test_an_event_arrives_as_it_was_published(messages: Messages) -> None:
    id = messages.events.publish("conversation.updated", {"sessionId": "s1", "größe": [1, None]}, ATTRIBUTES)
    (event,) = messages.take()
    assert (event.id, event.kind, event.topic) == (id, "event", "conversation.updated")
    assert (event.payload, event.attributes) == ({"sessionId": "s1", "größe": [1, None]}, ATTRIBUTES)
    assert messages.take() == []


def test_every_event_has_an_id_of_its_own(messages: Messages) -> None:
    ids = {messages.events.publish("events.recorded", {"same": True}, ATTRIBUTES) for _ in range(20)}
    assert len(ids) == 20
    assert {event.id for event in messages.take()} == ids


def test_a_task_arrives_at_its_queue(messages: Messages) -> None:
    assert messages.tasks.enqueue("exports", {"exportId": "e1"}, name="e1") is True
    (task,) = messages.take()
    assert (task.kind, task.topic, task.name, task.payload) == ("task", "exports", "e1", {"exportId": "e1"})


def test_a_task_of_a_known_name_is_not_added_twice(messages: Messages, clock: SteppedClock) -> None:
    assert messages.tasks.enqueue("exports", {"n": 1}, name="a") is True
    assert messages.tasks.enqueue("exports", {"n": 2}, name="a") is False
    assert messages.tasks.enqueue("others", {"n": 3}, name="a") is True
    assert [task.payload["n"] for task in messages.take()] == [1, 3]
    clock.forward(minutes=59)
    assert messages.tasks.enqueue("exports", {"n": 4}, name="a") is False
    assert messages.take() == []


def test_tasks_without_a_name_are_all_added(messages: Messages) -> None:
    assert all(messages.tasks.enqueue("exports", {"n": 1}) for _ in range(3))
    assert len(messages.take()) == 3


def test_a_delayed_task_waits(messages: Messages, clock: SteppedClock) -> None:
    messages.tasks.enqueue("exports", {"n": 1}, delay_s=30)
    clock.forward(seconds=29)
    assert messages.take() == []
    clock.forward(seconds=1)
    assert len(messages.take()) == 1


def test_of_threads_that_enqueue_one_name_exactly_one_adds_it(messages: Messages) -> None:
    with ThreadPoolExecutor(8) as threads:
        added = list(threads.map(lambda n: messages.tasks.enqueue("exports", {"n": n}, name="a"), range(8)))
    assert added.count(True) == 1
    assert [task.payload["n"] for task in messages.take()] == [added.index(True)]


@pytest.mark.parametrize("given", [{"delay_s": -1}, {"delay_s": 31 * 24 * 3600}, {"name": ""}, {"name": "x" * 501}])
def test_a_task_that_the_cloud_refuses_is_refused(messages: Messages, given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="task"):
        messages.tasks.enqueue("exports", {}, **given)  # type: ignore[arg-type]
    assert messages.take() == []


def test_a_carrier_that_is_there_holds_nothing(messages: Messages) -> None:
    messages.events.publish("conversation.updated", {"n": 1}, ATTRIBUTES)
    assert messages.events.deliver_held(10) == 0
    assert len(messages.take()) == 1


def test_what_is_not_json_is_refused(messages: Messages) -> None:
    for data in ({"x": float("nan")}, {"x": object()}):
        with pytest.raises((ValueError, TypeError)):
            messages.events.publish("events.recorded", data, ATTRIBUTES)
    assert messages.take() == []
