"""Publishes to Pub/Sub: one request, one answer. The library's own batching client answers before it has sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.platform.adapters.grpc_client import GrpcClient, open_channel
from shared.platform.adapters.held_events import Event
from shared.platform.message_fields import MESSAGE_ID

if TYPE_CHECKING:
    from google.pubsub_v1.services.publisher import PublisherClient
    from google.pubsub_v1.types import PubsubMessage

PUBLISH_S = 1.0
_HOST = "pubsub.googleapis.com"


class PubsubPublisher:
    def __init__(self, project: str, emulator: str | None = None) -> None:
        """`emulator` is `host:port`."""
        self._project = project
        self._client = GrpcClient(lambda: _connect(emulator))

    def publish(self, events: Sequence[Event]) -> None:
        """Durable in Pub/Sub when this returns. All events are of one topic, in all below 10 MB.

        Raises `StoreUnavailable`, `Refused`, ValueError. Nothing is tried again here: an event that was not confirmed
        is held and published later under the same `MESSAGE_ID`. Half of what the request may still wait is left for
        holding it.
        """
        topic = f"projects/{self._project}/topics/{events[0].topic}"
        messages = [_message(event) for event in events]
        with self._client.call(2 * PUBLISH_S) as (client, left_s):
            client.publish(topic=topic, messages=messages, timeout=left_s / 2, retry=None)


def _message(event: Event) -> "PubsubMessage":
    from google.pubsub_v1.types import PubsubMessage

    return PubsubMessage(data=event.data.encode(), attributes={**event.attributes, MESSAGE_ID: event.id})


def _connect(emulator: str | None) -> "PublisherClient":
    from google.pubsub_v1.services.publisher import PublisherClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

    channel = open_channel(PublisherGrpcTransport, _HOST, emulator)
    return PublisherClient(transport=PublisherGrpcTransport(channel=channel))
