"""What lies in the outbox reaches the functions that listen."""

import base64
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Request as FlaskRequest
from werkzeug.wrappers import Request, Response

from local.delivery import DeliveryLoop
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.web.task import Task, TaskFunction
from tests.support import SteppedClock


class Listener:
    """Fails as often as it is told to, then takes what comes."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.messages: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        message = json.loads(Request(environ).get_data())["message"]
        if self.failures:
            self.failures -= 1
            return Response(status=500)(environ, start_response)
        self.messages.append(message)
        return Response(status=204)(environ, start_response)


def _until(there: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not there():
        assert time.monotonic() < deadline, "not within 10 s"
        time.sleep(0.01)


def test_a_message_arrives_as_pubsub_pushes_it(tmp_path: Path) -> None:
    listener, clock = Listener(), SteppedClock()
    outbox = SqliteOutbox(tmp_path / "outbox", clock, lambda: str(uuid4()))
    loop = DeliveryLoop(outbox, {"topic": [listener]}, clock)
    loop.start()
    id = outbox.publish("topic", {"a": "ä"}, {"clientId": "one"})
    _until(lambda: listener.messages)
    loop.stop()
    [message] = listener.messages
    assert message["messageId"] == id
    assert json.loads(base64.b64decode(message["data"])) == {"a": "ä"}
    assert message["attributes"] == {"clientId": "one"}
    assert outbox.backlog().pending == 0


def test_a_listener_that_fails_is_told_again(tmp_path: Path) -> None:
    listener, clock = Listener(failures=2), SteppedClock()
    outbox = SqliteOutbox(tmp_path / "outbox", clock, lambda: str(uuid4()))
    loop = DeliveryLoop(outbox, {"topic": [listener]}, clock)
    loop.start()
    outbox.publish("topic", {}, {})
    deadline = time.monotonic() + 20
    while not listener.messages and time.monotonic() < deadline:
        clock.forward(seconds=5)
        time.sleep(0.05)
    loop.stop()
    assert len(listener.messages) == 1


def test_a_topic_nobody_listens_to_keeps_nothing(tmp_path: Path) -> None:
    clock = SteppedClock()
    outbox = SqliteOutbox(tmp_path / "outbox", clock, lambda: str(uuid4()))
    loop = DeliveryLoop(outbox, {}, clock)
    loop.start()
    outbox.publish("topic", {}, {})
    _until(lambda: outbox.backlog().pending == 0)
    loop.stop()


class Worker:
    """Does tasks by the product's own task function."""

    def __init__(self, platform: Any) -> None:
        self.done: list[Task] = []
        self._function = TaskFunction("work", "exports", self._do, wire=lambda: platform)

    def _do(self, task: Task) -> None:
        if task.attempt == 1:
            raise RuntimeError("not yet")
        self.done.append(task)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self._function(FlaskRequest(environ))(environ, start_response)


def test_a_task_is_done_by_the_function_of_its_queue_until_it_succeeds(tmp_path: Path, platform: Any) -> None:
    worker, clock = Worker(platform), SteppedClock()
    outbox = SqliteOutbox(tmp_path / "outbox", clock, lambda: str(uuid4()))
    loop = DeliveryLoop(outbox, {"exports": [worker]}, clock)
    loop.start()
    outbox.enqueue("exports", {"exportId": "e1"}, name="export e1, ä")
    _until(lambda: clock.forward(seconds=1) or worker.done)
    loop.stop()
    [task] = worker.done
    assert (task.name, task.attempt, task.data) == ("export e1, ä", 2, {"exportId": "e1"})
    assert outbox.backlog().pending == 0
