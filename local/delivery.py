"""Delivers what lies in the outbox: events as Pub/Sub pushes them, tasks as Cloud Tasks calls for them."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from urllib.parse import quote

from werkzeug.test import Client as WsgiClient

from local.functions import Wsgi
from shared.platform import log
from shared.platform.adapters.sqlite_outbox import Delivery, SqliteOutbox
from shared.platform.message_fields import TASK_NAME
from shared.platform.ports.clock import Clock, timestamp

AT_ONCE = 16
TIDY_EVERY_S, DELIVERED_KEPT = 3600.0, timedelta(hours=1)
POLL_S = 1.0  # what fell due by time alone waits at most this long


class DeliveryLoop:
    """One thread, begun in the process that serves. A function that fails is tried again by the outbox's schedule."""

    def __init__(
        self,
        outbox: SqliteOutbox,
        listeners: Mapping[str, Sequence[Wsgi]],
        clock: Clock,
        chore: Callable[[], object] | None = None,
    ) -> None:
        """`chore` is done in an idle moment of every hour."""
        self._outbox = outbox
        self._listeners = {topic: [WsgiClient(app) for app in apps] for topic, apps in listeners.items()}
        self._clock = clock
        self._chore = chore
        self._stopping = Event()
        self._tidied = float("-inf")
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        self._outbox.recover()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                due = self._outbox.lease(AT_ONCE)
                for delivery in due:
                    self._deliver(delivery)
                if not due:
                    self._tidy()
                    self._outbox.wait(POLL_S)
            except Exception as error:  # noqa: BLE001 - the loop outlives any fault; what was leased comes due again
                log.error("delivery loop failed", cause=error)
                self._stopping.wait(POLL_S)

    def _tidy(self) -> None:
        """What was delivered is forgotten after a while."""
        if monotonic() - self._tidied > TIDY_EVERY_S:
            self._outbox.purge(DELIVERED_KEPT)
            self._tidied = monotonic()
            if self._chore:
                self._chore()

    def _deliver(self, delivery: Delivery) -> None:
        """To every listener of the topic or queue; a topic without listeners loses its messages, as in Pub/Sub."""
        failures = [
            failure
            for listener in self._listeners.get(delivery.topic, ())
            if (failure := self._tell(listener, delivery))
        ]
        if failures:
            log.warning("delivery failed", topic=delivery.topic, messageId=delivery.id, attempt=delivery.attempts)
            self._outbox.failed(delivery.id, failures[0])
        else:
            self._outbox.done(delivery.id)

    def _tell(self, listener: WsgiClient, delivery: Delivery) -> str | None:
        """What went wrong."""
        try:
            if delivery.kind == "task":
                status = listener.post("/", json=delivery.payload, headers=_task_headers(delivery)).status_code
            else:
                status = listener.post("/", json=self._push(delivery)).status_code
        except Exception as error:  # noqa: BLE001 - one listener's fault must not hold up the others
            return type(error).__name__
        return None if status < 300 else f"status {status}"

    def _push(self, delivery: Delivery) -> dict[str, object]:
        """The body of a Pub/Sub push (https://cloud.google.com/pubsub/docs/push#receive_push)."""
        return {
            "subscription": f"projects/local/subscriptions/{delivery.topic}",
            "message": {
                "data": base64.b64encode(json.dumps(delivery.payload).encode()).decode(),
                "attributes": dict(delivery.attributes),
                "messageId": delivery.id,
                "publishTime": timestamp(self._clock()),
            },
        }


def _task_headers(delivery: Delivery) -> dict[str, str]:
    """https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler"""
    return {
        TASK_NAME: quote(delivery.name or delivery.id),
        "X-CloudTasks-TaskName": delivery.id,
        "X-CloudTasks-QueueName": delivery.topic,
        "X-CloudTasks-TaskRetryCount": str(delivery.attempts - 1),
    }
