"""What functions send each other: events (to whoever listens) and tasks (to one handler, later, once by name).

Delivery is at least once: a handler must have its effect once per message id or task name.
"""

from collections.abc import Mapping
from typing import Any, Protocol


class Events(Protocol):
    def publish(self, topic: str, data: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
        """Durable when this returns; the message id. `attributes` carries at least `clientId` and `traceparent`."""


class Tasks(Protocol):
    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        """Durable when this returns. False when a task of that name is known already: it is not added twice."""
