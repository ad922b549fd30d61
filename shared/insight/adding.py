"""Adds to a client's counters."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from random import uniform

from shared.insight.buckets import HALF_HOUR, Bucket
from shared.insight.counters import tree_of
from shared.insight.rollup_documents import KEPT, ROLLUPS, bounded, is_split, rollup_id, shard_of
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    Document,
    Increment,
    Missing,
    Stale,
    StoreUnavailable,
    Update,
    Write,
)
from shared.platform.tenant import ClientDocuments

_ATTEMPTS, _PAUSE_S = 8, 0.02


def until_counted(attempt: Callable[[], None]) -> None:
    """Makes a batch with `rollup_writes` again while others are faster.

    Raises `StoreUnavailable` when they always are: to be delivered again. What was erased meanwhile is left.
    """
    with suppress(Missing):
        for number in range(1, _ATTEMPTS + 1):
            try:
                attempt()
                return
            except (Stale, AlreadyExists):
                time.sleep(uniform(0, _PAUSE_S * number))  # noqa: S311 - spreads the tries, no secret
        raise StoreUnavailable(f"{_ATTEMPTS} counts in a row met a newer version")


def rollup_writes(documents: ClientDocuments, began: datetime, changes: Mapping[str, float]) -> list[Write]:
    """Adds to the buckets of a session that began then; what is 0 is left out.

    To be written in one batch with the record that remembers what has been counted, so that it counts once; the batch
    raises `AlreadyExists` or `Stale` when others were faster, and is to be made again.
    """
    counts = {name: by for name, by in changes.items() if by}
    if not counts:
        return []
    shard = shard_of(began, datetime.now(UTC))
    buckets = [Bucket.holding(began, "day"), Bucket.holding(began, "quarter")]
    ids = [rollup_id(documents.client_id, bucket, shard) for bucket in buckets]
    stored = {document.id: document for document in documents.get_many(ROLLUPS, ids)}
    return [_written(id, bucket, stored.get(id), counts, began) for id, bucket in zip(ids, buckets, strict=True)]


def _written(id: str, bucket: Bucket, stored: Document | None, counts: Mapping[str, float], began: datetime) -> Write:
    held = stored.body["counts"] if stored else {}
    within: dict[str, float] = {}
    for name, by in counts.items():
        placed = bounded(name, held)
        within[placed] = within.get(placed, 0) + by
    fields = {f"counts.{name}": by for name, by in within.items()}
    if bucket.grain == "day":
        half = (began - bucket.start) // HALF_HOUR
        fields |= {f"halves.{name}.{half}": by for name, by in within.items() if not is_split(name)}
    if stored:
        return Update(ROLLUPS, id, {name: Increment(by) for name, by in fields.items()}, stored.version)
    body = {"grain": bucket.grain, "start": timestamp(bucket.start), "counts": {}, "halves": {}, **tree_of(fields)}
    return Create(ROLLUPS, id, body, bucket.start + KEPT[bucket.grain])
