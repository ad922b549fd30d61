"""A Cloud Function that is told of events: Pub/Sub messages that arrive as CloudEvents."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from shared.platform import log, trace
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform, platform


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
        return ClientDocuments(self.platform.documents, self.attributes["clientId"])


class EventFunction:
    def __init__(
        self, name: str, topic: str, handle: Callable[[Notice], None], wire: Callable[[], Platform] = platform
    ) -> None:
        self.name = name
        self.topic = topic
        self._handle = handle
        self._wire = wire

    def __call__(self, event: CloudEvent) -> None:
        """An exception means: deliver again. Only the fields that both push and Eventarc carry are read."""
        message = event.data["message"]
        attributes = message.get("attributes") or {}
        with trace.begin(attributes.get("traceparent"), attributes.get("requestId")):
            try:
                data = json.loads(base64.b64decode(message["data"]))
                self._handle(Notice(message["messageId"], data, attributes, self._platform))
            except Exception as error:  # noqa: BLE001 - its text may quote a shopper, and the framework would log it
                log.error("event failed", cause=error, function=self.name, messageId=message["messageId"])
                raise EventFailed(type(error).__name__) from None
            log.info("event handled", function=self.name, topic=self.topic, messageId=message["messageId"])

    @cached_property
    def _platform(self) -> Platform:
        return self._wire()


def attributes_for(client_id: str) -> dict[str, str]:
    """What every published event carries beside its data."""
    now = trace.current()
    traced = {"traceparent": now.traceparent, "requestId": now.request_id} if now else {}
    return {"clientId": client_id, **traced}
