"""The outbox's table, and what is read from it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared.platform.adapters.sqlite_file import from_micros

SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('event', 'task')),
        topic TEXT NOT NULL,
        name TEXT,
        payload TEXT NOT NULL,
        attributes TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'done', 'dead')),
        attempts INTEGER NOT NULL,
        published_at INTEGER NOT NULL,
        ready_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        finished_at INTEGER,
        last_error TEXT
    )""",
    "CREATE UNIQUE INDEX IF NOT EXISTS outbox_name ON outbox (topic, name) WHERE name IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS outbox_open ON outbox (due_at, seq) WHERE state IN ('pending', 'leased')",
    "CREATE INDEX IF NOT EXISTS outbox_closed ON outbox (state, finished_at) WHERE state IN ('done', 'dead')",
)
COLUMNS = "id, kind, topic, name, payload, attributes, attempts, published_at, last_error"


@dataclass(frozen=True)
class Delivery:
    """A message to be handed to its handler; a task's `topic` is its queue."""

    id: str
    kind: Literal["event", "task"]
    topic: str
    name: str | None  # a task's, if it has one
    payload: dict[str, Any]
    attributes: Mapping[str, str]
    attempts: int  # this one included, so 1 at the first
    published_at: datetime
    last_error: str | None

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> "Delivery":
        id, kind, topic, name, payload, attributes, attempts, published_at, last_error = row
        at = from_micros(published_at)
        return cls(id, kind, topic, name, json.loads(payload), json.loads(attributes), attempts, at, last_error)


@dataclass(frozen=True)
class RetryPolicy:
    """Pause before attempt n + 1: `base_s` × 2ⁿ⁻¹ up to `cap_s`, half of it by chance."""

    base_s: float = 0.5
    cap_s: float = 10.0
    max_attempts: int = 5

    def longest_pause_s(self, attempts: int) -> float:
        return min(self.cap_s, self.base_s * 2.0 ** (attempts - 1))
