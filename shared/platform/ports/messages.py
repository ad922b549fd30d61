"""What functions send each other: events (to whoever listens) and tasks (to one handler, later, once by name).

Delivery is at least once: a handler must have its effect once per message id or task name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Backlog:
    """What waits: `oldest_age_s` since the oldest could first have been delivered, 0 with none."""

    pending: int  # leased ones included
    oldest_age_s: float
    dead: int


class Events(Protocol):
    def publish(self, topic: str, data: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
        """Durable when this returns; the message id. `attributes` carries at least `clientId` and `traceparent`."""

    def deliver_held(self, limit: int) -> int:
        """Publishes what was held while the carrier was away, and how many; 0 for a carrier that is never away."""

    def backlog(self) -> Backlog | None:
        """None for a carrier that measures by itself what waits in it."""


class Tasks(Protocol):
    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        """Durable when this returns. False when a task of that name is known already: it is not added twice."""
