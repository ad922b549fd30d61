"""Events by Pub/Sub. While it is away they are held in the document store, and published once it is back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from threading import Lock
from typing import Any

from shared.platform import log
from shared.platform.adapters.breaker import Breaker
from shared.platform.adapters.grpc_client import Refused
from shared.platform.adapters.held_events import Event, HeldEvents
from shared.platform.adapters.pubsub_publisher import PubsubPublisher
from shared.platform.patience import OutOfPatience
from shared.platform.ports.clock import NewId
from shared.platform.ports.documents import DocumentError, StoreUnavailable

_IN_PASSING = 20  # held events that a later request takes along
_MOST_BYTES = 5_000_000  # of one publish request; Pub/Sub stops at 10 MB: https://cloud.google.com/pubsub/quotas


class PubsubEvents:
    """Implements `Events`. At least once: what was not confirmed is published again with the same message id."""

    def __init__(
        self, publisher: PubsubPublisher, held: HeldEvents, new_id: NewId, breaker: Breaker | None = None
    ) -> None:
        self._publisher = publisher
        self._held = held
        self._new_id = new_id
        self._breaker = breaker or Breaker()
        self._taking_along = Lock()  # one request at a time, else each would publish the same ones
        self._may_hold = False  # whether this process knows of held events

    def publish(self, topic: str, data: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
        """Durable in Pub/Sub or in the document store; raises `StoreUnavailable` when both are away."""
        event = Event(self._new_id(), topic, _json(data), dict(attributes))
        if self._is_published(event):
            self._take_along()
        else:
            self._hold(event)
        return event.id

    def deliver_held(self, limit: int = 100) -> int:
        """Publishes what is held, the oldest first; how many. Stops where Pub/Sub does not answer.

        An event that Pub/Sub refuses (its topic is missing) lets others go first. Raises what `Documents` raises.
        """
        due = self._held.due(limit)
        delivered = 0
        for together in _requests(due):
            try:
                self._publisher.publish(together)
            except (Refused, ValueError) as error:
                log.error("event refused", topic=together[0].topic, cause=error, held=len(together))
                self._held.postpone(together)
            except StoreUnavailable:
                self._breaker.failed()
                return delivered
            else:
                self._breaker.succeeded()
                self._held.discard(together)
                delivered += len(together)
        self._may_hold = len(due) == limit
        return delivered

    def backlog(self) -> None:
        """Pub/Sub's own metrics say what waits in it."""

    def _is_published(self, event: Event) -> bool:
        if not self._breaker.lets_through():
            return False
        try:
            self._publisher.publish([event])
        except StoreUnavailable:
            self._breaker.failed()
            return False
        except Refused as error:
            log.error("event refused", topic=event.topic, cause=error, held=1)
            return False
        self._breaker.succeeded()
        return True

    def _hold(self, event: Event) -> None:
        try:
            self._held.keep(event)
        except (DocumentError, OutOfPatience) as error:
            raise StoreUnavailable(f"neither Pub/Sub nor the store took an event ({type(error).__name__})") from None
        self._may_hold = True
        log.warning("event held", topic=event.topic, messageId=event.id)

    def _take_along(self) -> None:
        """The caller's own event is safe already, so nothing that goes wrong here is the caller's trouble."""
        if not self._may_hold or not self._taking_along.acquire(blocking=False):
            return
        try:
            self.deliver_held(_IN_PASSING)
        except (DocumentError, OutOfPatience) as error:
            log.warning("held events wait on", reason=type(error).__name__)
        finally:
            self._taking_along.release()


def _requests(events: Sequence[Event]) -> Iterator[list[Event]]:
    """By topic, each request small enough; within a topic in the order given."""
    for _, of_topic in groupby(sorted(events, key=lambda event: event.topic), key=lambda event: event.topic):
        together: list[Event] = []
        size = 0
        for event in of_topic:
            if together and size + event.size > _MOST_BYTES:
                yield together
                together, size = [], 0
            together.append(event)
            size += event.size
        yield together


def _json(data: Mapping[str, Any]) -> str:
    """Raises ValueError or TypeError for what is not JSON."""
    return json.dumps(dict(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
