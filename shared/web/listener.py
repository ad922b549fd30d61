"""A Cloud Function that is told of events: Pub/Sub messages that arrive as CloudEvents."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import Any, Protocol

from shared.insight.performance_writing import PerformanceWriter, failure_of
from shared.platform import log, trace, unwritten
from shared.platform.dead_letters import DeadLetter, DeadLetters
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.platform.wiring import Platform, platform
from shared.web.deployment import Deployment
from shared.web.push import Poison, Pushed
from shared.web.span import record_span

_DEFAULT = Deployment()


class EventFailed(Exception):
    """The event was not handled and is to be delivered again."""


class CloudEvent(Protocol):
    data: Any


@dataclass(frozen=True)
class Notice:
    """One message. It may come again and out of order: a handler has its effect once for each `message_id`."""

    message_id: str
    data: Mapping[str, Any]
    attributes: Mapping[str, str]
    platform: Platform

    @cached_property
    def documents(self) -> ClientDocuments:
        return ClientDocuments(self.platform.documents, self.attributes[CLIENT_ID])


class EventFunction:
    def __init__(
        self,
        name: str,
        topic: str,
        handle: Callable[[Notice], None],
        wire: Callable[[], Platform] = platform,
        *,
        for_a_client: bool = True,
        deployment: Deployment = _DEFAULT,
    ) -> None:
        """`for_a_client`: an event that names no client can never be handled."""
        self.name = name
        self.topic = topic
        self.deployment = deployment
        self._handle = handle
        self._wire = wire
        self._for_a_client = for_a_client and deployment.schedule is None  # what the clock says is for nobody

    def __call__(self, event: CloudEvent) -> None:
        """An exception means: deliver again. What can never be handled is kept as a dead letter instead."""
        started = perf_counter()
        pushed = Pushed.of(event.data)
        with trace.begin(pushed.attributes.get("traceparent"), pushed.attributes.get("requestId")):
            failed = True
            try:
                self._take(pushed)
                failed = False
            except Exception as error:  # noqa: BLE001 - its text may quote a shopper, and the framework would log it
                log.error("event failed", cause=error, function=self.name, messageId=pushed.id)
                client_id = pushed.attributes.get(CLIENT_ID)
                unwritten.failed(client_id, failure_of(error, self.name, self.topic, self._platform.clock()))
                raise EventFailed(type(error).__name__) from None
            finally:
                duration_ms = (perf_counter() - started) * 1000
                record_span(self._platform, f"{self.topic} -> {self.name}", duration_ms, failed=failed)
                self._performance.write_if_due()

    def _take(self, pushed: Pushed) -> None:
        try:
            notice = Notice(pushed.id, pushed.data(), pushed.attributes, self._platform)
            if self._for_a_client and not pushed.attributes.get(CLIENT_ID):
                raise Poison("the message names no client")
            self._handle(notice)
        except Poison as poison:
            self._keep(pushed, str(poison))
            return
        log.info("event handled", function=self.name, topic=self.topic, messageId=pushed.id)

    def _keep(self, pushed: Pushed, reason: str) -> None:
        client_id = pushed.attributes.get(CLIENT_ID)
        message = json.dumps(pushed.message, ensure_ascii=False)
        letter = DeadLetter(self.name, self.topic, pushed.id, reason, message, client_id)
        DeadLetters(self._platform.documents, self._platform.clock).keep(letter)

    @cached_property
    def _performance(self) -> PerformanceWriter:
        return PerformanceWriter(self._platform.documents, self._platform.clock, self._platform.new_id)

    @cached_property
    def _platform(self) -> Platform:
        return self._wire()


def attributes_for(client_id: str) -> dict[str, str]:
    """What every published event carries beside its data."""
    now = trace.current()
    traced = {"traceparent": now.traceparent, "requestId": now.request_id} if now else {}
    return {CLIENT_ID: client_id, **traced}
