"""What Cloud Tasks does and its emulator does not: a task of a known name is not added twice."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import AlreadyExists, Documents
from shared.platform.ports.messages import Tasks

COLLECTION = "task_names"
NAME_KEPT = timedelta(hours=1)  # Cloud Tasks' own, see `CloudTasks`


class KnownNames:
    """Implements `Tasks` around those of the emulator, and of it alone.

    The name is written down before the task is added and struck out when that fails. A process that dies in between
    leaves a name without a task for up to an hour: nobody was told that it was added, but the name cannot be used
    meanwhile. In the cloud, where name and task are one write, there is no such gap.
    """

    def __init__(self, tasks: Tasks, documents: Documents, clock: Clock) -> None:
        self._tasks = tasks
        self._documents = documents
        self._clock = clock

    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        if name is None:
            return self._tasks.enqueue(queue, data, delay_s=delay_s)
        id = hashlib.sha256(f"{queue}\n{name}".encode(errors="replace")).hexdigest()
        if not self._is_new(id, queue, delay_s):
            return False
        try:
            return self._tasks.enqueue(queue, data, name=name, delay_s=delay_s)
        except Exception:
            self._documents.delete(COLLECTION, id)
            raise

    def _is_new(self, id: str, queue: str, delay_s: float) -> bool:
        expires_at = self._clock() + timedelta(seconds=max(0, delay_s)) + NAME_KEPT
        try:
            self._documents.create(COLLECTION, id, {"queue": queue}, expires_at=expires_at)
        except AlreadyExists:
            return False
        return True
