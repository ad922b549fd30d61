"""Events and tasks of one machine: a durable outbox in an SQLite file, emptied by a delivery loop.

At least once: a message is out of the outbox only when its delivery was reported `done`. What was published survives
kill -9; a power cut may lose the last moments (see `sqlite_file`).
"""

import json
import random
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.platform.adapters.outbox_table import COLUMNS, SCHEMA, Delivery, RetryPolicy
from shared.platform.adapters.sqlite_file import BUSY_TIMEOUT_S, SqliteFile, micros
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.messages import Backlog

__all__ = ["Delivery", "RetryPolicy", "SqliteOutbox"]

# Cloud Tasks keeps a name for an hour after the task was executed:
# https://cloud.google.com/python/docs/reference/cloudtasks/latest/google.cloud.tasks_v2.types.CreateTaskRequest
NAME_KEPT = timedelta(hours=1)
_MAX_NAME = 500
_MAX_DELAY_S = 30 * 24 * 3600  # Cloud Tasks' own: https://cloud.google.com/tasks/docs/quotas
_MICROSECOND = timedelta(microseconds=1)
_MICROS = 1_000_000  # in a second
_FAR_FUTURE = 2**62
_OPEN = "state IN ('pending', 'leased')"  # word for word the condition of the index outbox_open
_DIED = "the process died during the last attempt"
_random = random.SystemRandom()


@dataclass(frozen=True)
class _Message:
    kind: str
    topic: str
    payload: Mapping[str, Any]
    attributes: Mapping[str, str]
    name: str | None = None
    delay_s: float = 0


class SqliteOutbox:
    """Implements `Events` and `Tasks`; the rest is for the one process that delivers."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        new_id: NewId,
        *,
        retry: RetryPolicy | None = None,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> None:
        self._file = SqliteFile(path, SCHEMA, busy_timeout_s)
        self._clock = clock
        self._new_id = new_id
        self._retry = retry or RetryPolicy()
        self._published = threading.Event()

    def publish(self, topic: str, data: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
        with self._file.write() as connection:
            id = self._insert(connection, _Message("event", topic, data, attributes))
        self._published.set()
        return id

    def deliver_held(self, limit: int) -> int:
        """The outbox is itself where events wait."""
        return 0

    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        """A name is known while its task is undelivered or dead, and for an hour after it was done."""
        if not 0 <= delay_s <= _MAX_DELAY_S:
            raise ValueError(f"a task waits 0 to {_MAX_DELAY_S} seconds, not {delay_s}")
        if name is not None and not 0 < len(name) <= _MAX_NAME:
            raise ValueError(f"a task's name has 1 to {_MAX_NAME} characters")
        with self._file.write() as connection:
            if name is not None and self._knows(connection, queue, name):
                return False
            self._insert(connection, _Message("task", queue, data, {}, name, delay_s))
        self._published.set()
        return True

    def lease(self, limit: int, lease_s: float = 60) -> list[Delivery]:
        """Claims messages that are due, the longest due first; nobody else gets them for `lease_s` seconds."""
        now = self._now()
        with self._file.write() as connection:
            self._bury_exhausted(connection, due_at=now)
            due = connection.execute(
                f"SELECT id FROM outbox WHERE {_OPEN} AND due_at <= ? ORDER BY due_at, seq LIMIT ?",  # noqa: S608
                (now, limit),
            ).fetchall()
            return [self._claim(connection, id, now + round(lease_s * _MICROS)) for (id,) in due]

    def done(self, id: str) -> None:
        """The handler has had its effect; what the message said is not needed any more."""
        with self._file.write() as connection:
            connection.execute(
                "UPDATE outbox SET state = 'done', finished_at = ?, payload = '{}' WHERE id = ? AND state <> 'done'",
                (self._now(), id),
            )

    def failed(self, id: str, error: str) -> None:
        """The handler had no effect: the message is tried again later, or dead after the last attempt."""
        now = self._now()
        with self._file.write() as connection:
            row = connection.execute(
                "SELECT attempts FROM outbox WHERE id = ? AND state = 'leased'", (id,)
            ).fetchone()
            if row is None:
                return  # done meanwhile, or its lease has ended
            if row[0] >= self._retry.max_attempts:
                self._bury(connection, id, error)
                return
            longest_s = self._retry.longest_pause_s(row[0])
            pause = round(_random.uniform(longest_s / 2, longest_s) * _MICROS)
            connection.execute(
                "UPDATE outbox SET state = 'pending', due_at = ?, last_error = ? WHERE id = ?",
                (now + pause, error, id),
            )

    def recover(self) -> int:
        """Takes back at once the leases of a process that has died; for the start of the one that delivers."""
        now = self._now()
        with self._file.write() as connection:
            self._bury_exhausted(connection)
            return connection.execute(
                f"UPDATE outbox SET state = 'pending', due_at = ? WHERE {_OPEN} AND state = 'leased'",  # noqa: S608
                (now,),
            ).rowcount

    def wait(self, timeout_s: float) -> bool:
        """Sleeps until something is published here or due, `timeout_s` at most; False when the time ran out."""
        due_in_s = self._due_in_s()
        limit_s = timeout_s if due_in_s is None else min(timeout_s, max(0.0, due_in_s))
        woken = self._published.wait(limit_s)
        self._published.clear()
        return woken or limit_s < timeout_s

    def backlog(self) -> Backlog:
        with self._file.read() as connection:
            pending, oldest = connection.execute(
                f"SELECT COUNT(*), MIN(ready_at) FROM outbox WHERE {_OPEN}"  # noqa: S608
            ).fetchone()
            (dead,) = connection.execute("SELECT COUNT(*) FROM outbox WHERE state = 'dead'").fetchone()
        age_s = 0.0 if oldest is None else max(0, self._now() - oldest) / _MICROS
        return Backlog(pending, age_s, dead)

    def dead_letters(self) -> list[Delivery]:
        """What was given up, the oldest first, with the last error."""
        with self._file.read() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM outbox WHERE state = 'dead' ORDER BY finished_at, seq"  # noqa: S608 - constant
            ).fetchall()
        return [Delivery.from_row(row) for row in rows]

    def retry_dead(self, id: str) -> bool:
        """Gives a dead letter all of its attempts again; False when it is not one."""
        with self._file.write() as connection:
            revived = connection.execute(
                "UPDATE outbox SET state = 'pending', attempts = 0, due_at = ?, finished_at = NULL"
                " WHERE id = ? AND state = 'dead'",
                (self._now(), id),
            ).rowcount
        self._published.set()
        return revived == 1

    def purge(self, older_than: timedelta) -> int:
        """Deletes what was done longer ago than that, but no name that is still to be known. Dead letters stay."""
        now = self._now()
        with self._file.write() as connection:
            return connection.execute(
                "DELETE FROM outbox WHERE state = 'done' AND finished_at <= ? AND (name IS NULL OR finished_at <= ?)",
                (now - older_than // _MICROSECOND, now - NAME_KEPT // _MICROSECOND),
            ).rowcount

    def _insert(self, connection: sqlite3.Connection, message: _Message) -> str:
        id = self._new_id()
        now = self._now()
        ready = now + round(message.delay_s * _MICROS)
        content = (_json(message.payload), _json(message.attributes))
        connection.execute(
            "INSERT INTO outbox"
            " (id, kind, topic, name, payload, attributes, published_at, ready_at, due_at, state, attempts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0)",
            (id, message.kind, message.topic, message.name, *content, now, ready, ready),
        )
        return id

    def _knows(self, connection: sqlite3.Connection, queue: str, name: str) -> bool:
        """Forgets the name when its time is over."""
        forgotten = self._now() - NAME_KEPT // _MICROSECOND
        connection.execute(
            "DELETE FROM outbox WHERE topic = ? AND name = ? AND state = 'done' AND finished_at <= ?",
            (queue, name, forgotten),
        )
        row = connection.execute("SELECT 1 FROM outbox WHERE topic = ? AND name = ?", (queue, name)).fetchone()
        return row is not None

    def _claim(self, connection: sqlite3.Connection, id: str, until: int) -> Delivery:
        rows = connection.execute(
            "UPDATE outbox SET state = 'leased', attempts = attempts + 1, due_at = ? WHERE id = ?"  # noqa: S608 - constant
            f" RETURNING {COLUMNS}",
            (until, id),
        ).fetchall()
        return Delivery.from_row(rows[0])

    def _bury_exhausted(self, connection: sqlite3.Connection, due_at: int | None = None) -> None:
        """A message whose handler kills the process must not do so for ever. `due_at` bounds the ended leases."""
        rows = connection.execute(
            f"SELECT id FROM outbox WHERE {_OPEN} AND state = 'leased' AND due_at <= ? AND attempts >= ?",  # noqa: S608
            (_FAR_FUTURE if due_at is None else due_at, self._retry.max_attempts),
        ).fetchall()
        for (id,) in rows:
            self._bury(connection, id, _DIED)

    def _bury(self, connection: sqlite3.Connection, id: str, error: str) -> None:
        connection.execute(
            "UPDATE outbox SET state = 'dead', finished_at = ?, last_error = ? WHERE id = ?", (self._now(), error, id)
        )

    def _due_in_s(self) -> float | None:
        with self._file.read() as connection:
            (due_at,) = connection.execute(f"SELECT MIN(due_at) FROM outbox WHERE {_OPEN}").fetchone()  # noqa: S608
        return None if due_at is None else (due_at - self._now()) / _MICROS

    def _now(self) -> int:
        return micros(self._clock())


def _json(value: Mapping[str, Any]) -> str:
    """Raises ValueError or TypeError for what is not JSON."""
    return json.dumps(dict(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
