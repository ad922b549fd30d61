"""Merges the shards of days to which nobody writes any more into the days' own documents."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.insight.buckets import DAY, Bucket, days, floor, quarters
from shared.insight.counters import Counters, Tree, add, tree_of
from shared.insight.rollup_documents import (
    KEPT,
    ROLLUPS,
    RULES,
    SHARDS,
    bounded,
    mark_id,
    merged_until,
    rollup_id,
)
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import Create, Delete, Document, Replace, Write
from shared.platform.tenant import ClientDocuments

_AFTER, _FROM = timedelta(days=RULES["mergedAfterDays"]), timedelta(days=RULES["mergedFromDays"])


def merge_shards(documents: ClientDocuments, clock: Clock) -> None:
    """From where it ended last time. Cut off half-way it goes on there: each bucket is merged in a batch of its own.

    Raises `Stale` or `AlreadyExists` where somebody counted in the same bucket at that moment.
    """
    now = clock()
    until = floor(now - _AFTER, DAY)
    for day in days(max(merged_until(documents), floor(now - _FROM, DAY)), until):
        _merge([day, *quarters(day.start, day.start + DAY)], documents)
        documents.replace(ROLLUPS, mark_id(documents.client_id), {"until": timestamp(day.start + DAY)})


def _merge(buckets: Sequence[Bucket], documents: ClientDocuments) -> None:
    ids = {bucket: [rollup_id(documents.client_id, bucket, shard) for shard in range(SHARDS)] for bucket in buckets}
    asked = [id for of_one in ids.values() for id in of_one]
    stored = {document.id: document for document in documents.get_many(ROLLUPS, asked)}
    for bucket, (own, *others) in ids.items():
        shards = [stored[id] for id in others if id in stored]
        if shards:
            documents.batch([_merged(own, bucket, stored.get(own), shards), *(_gone(shard) for shard in shards)])


def _merged(id: str, bucket: Bucket, own: Document | None, shards: Sequence[Document]) -> Write:
    counts, halves = _copied(own, "counts"), _copied(own, "halves")
    for shard in shards:
        for name, by in Counters.of(shard.body["counts"]).items():
            add(counts, tree_of({bounded(name, counts): by}))
        add(halves, shard.body["halves"])
    body = {"grain": bucket.grain, "start": timestamp(bucket.start), "counts": counts, "halves": halves}
    expires_at: datetime = bucket.start + KEPT[bucket.grain]
    if own is None:
        return Create(ROLLUPS, id, body, expires_at)
    return Replace(ROLLUPS, id, body, expires_at, own.version)


def _copied(document: Document | None, field: str) -> Tree:
    copy: Tree = {}
    add(copy, document.body[field] if document else {})
    return copy


def _gone(shard: Document) -> Delete:
    return Delete(ROLLUPS, shard.id)
