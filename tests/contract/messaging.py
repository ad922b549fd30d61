"""The carriers of events and tasks that are held to the contract: one machine's outbox, and Google's by emulators."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from uuid import uuid4

import grpc
from flask import Request
from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
from google.cloud.tasks_v2.types import Queue
from google.pubsub_v1.services.publisher import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber import SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport
from werkzeug.serving import make_server

from shared.platform.adapters.cloud_tasks import CloudTasks
from shared.platform.adapters.held_events import HeldEvents
from shared.platform.adapters.known_names import KnownNames
from shared.platform.adapters.outbox_table import Delivery
from shared.platform.adapters.pubsub_events import PubsubEvents
from shared.platform.adapters.pubsub_publisher import PubsubPublisher
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.adapters.sqlite_outbox import SqliteOutbox
from shared.platform.google_settings import Emulators
from shared.platform.ports.messages import Events, Tasks
from shared.platform.settings import Settings
from shared.platform.wiring import connect
from shared.web.push import Pushed
from shared.web.task import Task, TaskFunction
from tests.support import SteppedClock

TOPICS = ("conversation.updated", "events.recorded")
QUEUES = ("exports", "others")
LOCATION = "europe-west1"
_WAIT_S = 5.0


@dataclass(frozen=True)
class Messages:
    """`take` delivers successfully all that is due."""

    events: Events
    tasks: Tasks
    take: Callable[[], Sequence[Delivery]]


@contextmanager
def one_machine(folder: Path, clock: SteppedClock) -> Iterator[Messages]:
    outbox = SqliteOutbox(folder / "outbox.sqlite", clock, lambda: str(uuid4()))

    def take() -> Sequence[Delivery]:
        due = outbox.lease(100)
        for delivery in due:
            outbox.done(delivery.id)
        return due

    yield Messages(outbox, outbox, take)


@contextmanager
def on_emulators(folder: Path, clock: SteppedClock, emulators: Emulators) -> Iterator[Messages]:
    """Each in a project of its own. Events are pulled; tasks are run, by the emulator's own HTTP call, when the clock
    has reached the time that is stored with them: the queues are paused, so that nothing runs by itself."""
    project = f"p-{uuid4().hex[:12]}"
    documents = SqliteDocuments(folder / "documents.sqlite", clock)
    events = PubsubEvents(PubsubPublisher(project, emulators.pubsub), HeldEvents(documents, clock), new_id)
    subscriptions = Subscriptions(project, emulators.pubsub)
    with Receiver() as receiver, TaskQueues(project, emulators.tasks) as queues:
        tasks = CloudTasks(project, LOCATION, receiver.targets, "", clock, emulators.tasks)
        known = KnownNames(tasks, documents, clock)
        yield Messages(events, known, lambda: [*subscriptions.pull(), *queues.run_due(clock(), receiver)])


def new_id() -> str:
    return str(uuid4())


class Subscriptions:
    """A pull subscription for each topic."""

    def __init__(self, project: str, host: str, topics: Sequence[str] = TOPICS) -> None:
        self.project = project
        channel = grpc.insecure_channel(host)
        self.publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        self.subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        self._topics = topics
        for topic in topics:
            self.publisher.create_topic(name=self.topic(topic), timeout=_WAIT_S)
            self.subscriber.create_subscription(name=self._name(topic), topic=self.topic(topic), timeout=_WAIT_S)

    def topic(self, topic: str) -> str:
        return f"projects/{self.project}/topics/{topic}"

    def pull(self) -> list[Delivery]:
        return [delivery for topic in self._topics for delivery in self._pull(topic)]

    def _name(self, topic: str) -> str:
        return f"projects/{self.project}/subscriptions/{topic}"

    def _pull(self, topic: str) -> Iterator[Delivery]:
        request = {"subscription": self._name(topic), "max_messages": 100, "return_immediately": True}
        while received := self.subscriber.pull(request, timeout=_WAIT_S).received_messages:
            ack_ids = [one.ack_id for one in received]
            self.subscriber.acknowledge(subscription=self._name(topic), ack_ids=ack_ids, timeout=_WAIT_S)
            for one in received:
                yield _event(topic, one.message)


def _event(topic: str, message: Any) -> Delivery:
    """As a function reads it from a push."""
    body = {
        "data": base64.b64encode(message.data).decode(),
        "attributes": dict(message.attributes),
        "messageId": message.message_id,
    }
    pushed = Pushed.of(json.loads(json.dumps({"message": body})))
    at = datetime.now(UTC)
    return Delivery(pushed.id, "event", topic, None, pushed.data(), pushed.attributes, 1, at, None)


class TaskQueues:
    def __init__(self, project: str, host: str) -> None:
        self._parent = f"projects/{project}/locations/{LOCATION}"
        channel = grpc.insecure_channel(host)
        self.client = CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))

    def __enter__(self) -> "TaskQueues":
        for queue in QUEUES:
            name = f"{self._parent}/queues/{queue}"
            self.client.create_queue(parent=self._parent, queue=Queue(name=name), timeout=_WAIT_S)
            self.client.pause_queue(name=name, timeout=_WAIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        for queue in QUEUES:
            self.client.delete_queue(name=f"{self._parent}/queues/{queue}", timeout=_WAIT_S)

    def resume(self, queue: str) -> None:
        """From now on the emulator runs what is due by its own clock."""
        self.client.resume_queue(name=f"{self._parent}/queues/{queue}", timeout=_WAIT_S)

    def stored(self, queue: str) -> list[Any]:
        return list(self.client.list_tasks(parent=f"{self._parent}/queues/{queue}", timeout=_WAIT_S))

    def run_due(self, now: datetime, receiver: "Receiver") -> list[Delivery]:
        receiver.done.clear()
        for queue in QUEUES:
            for task in self.stored(queue):
                if not task.schedule_time or task.schedule_time <= now:
                    self.client.run_task(name=task.name, timeout=_WAIT_S)
        return [_task(task, queue) for queue, task, _ in receiver.done]


def _task(task: Task, queue: str) -> Delivery:
    return Delivery(task.name, "task", queue, task.name, dict(task.data), {}, task.attempt, datetime.now(UTC), None)


@dataclass
class Receiver:
    """An HTTP server that does tasks by the product's own task functions, one for each queue."""

    handle: Callable[[Task], None] = lambda task: None
    done: list[tuple[str, Task, dict[str, str]]] = field(default_factory=list)  # queue, task, headers

    def __enter__(self) -> "Receiver":
        self._folder = TemporaryDirectory()
        platform = connect(Settings.from_environment({"DATA_DIR": self._folder.name}))
        self._wire = lambda: platform
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    @property
    def targets(self) -> dict[str, str]:
        return {queue: f"http://127.0.0.1:{self._server.server_port}/{queue}" for queue in QUEUES}

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        queue = request.path.strip("/")

        def do(task: Task) -> None:
            self.done.append((queue, task, dict(request.headers)))
            self.handle(task)

        return TaskFunction(queue, queue, do, self._wire)(request)(environ, start_response)
