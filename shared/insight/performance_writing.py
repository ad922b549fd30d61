"""Writes down what processes have measured: for each client, and for the platform, a document an hour and one a day.

An hour's document also holds its five-minute parts, which alerts look at. Everything is added, so processes do not
mind each other; each writes to one of `SHARDS` documents, so that they seldom meet.
"""

import random
import time
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

from shared.accounts.scope import SYSTEM
from shared.insight.counters import tree_of
from shared.platform import log, trace, unwritten
from shared.platform.patience import OutOfPatience
from shared.platform.ports.clock import Clock, NewId, timestamp
from shared.platform.ports.documents import (
    AlreadyExists,
    Create,
    DocumentError,
    Documents,
    Increment,
    Stale,
    Update,
    Write,
)
from shared.platform.tenant import ClientDocuments
from shared.platform.unwritten import Failure, Measurements, Unwritten

PERFORMANCE, ERRORS, SLOW = "performance", "errors", "slow_requests"
WIDGET_ERRORS = "widgetErrors"  # the family of their counters
SHARDS = 4
PART_MINUTES = 5
HOURS_KEPT, DAYS_KEPT, DETAILS_KEPT = timedelta(days=100), timedelta(days=400), timedelta(days=7)
_ATTEMPTS = 8
_LONGEST_PAUSE_S = 0.2
_random = random.SystemRandom()
_OWN_SHARD = _random.randrange(SHARDS)  # not by the process id, which is the same in every container


class PerformanceWriter:
    def __init__(self, documents: Documents, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def write_if_due(self) -> None:
        """Beside the requests, which neither wait for it nor fail with it.

        Where an instance has no processor between its requests, the next one lets it go on; what an instance has
        measured since its last writing goes with it.
        """
        taken = unwritten.take_if_due()
        if taken:
            Thread(target=self.write, args=(taken,), name="performance", daemon=True).start()

    def write(self, taken: Unwritten) -> None:
        """At best: what cannot be written is lost, and the log says so."""
        now = self._clock()
        for tenant, measurements in taken.items():
            documents = ClientDocuments(self._documents, tenant or SYSTEM)
            try:
                self._add(documents, measurements, now)
                self._keep_details(documents, measurements, now)
            except (DocumentError, OutOfPatience) as error:
                log.warning("performance not written", error=type(error).__name__)

    def _add(self, documents: ClientDocuments, measurements: Measurements, now: datetime) -> None:
        for _ in range(_ATTEMPTS):
            with suppress(AlreadyExists, Stale):
                if writes := _writes(documents, measurements, now):
                    documents.batch(writes)
                return
            time.sleep(_random.uniform(0, _LONGEST_PAUSE_S))
        raise Stale("others kept adding to the same")

    def _keep_details(self, documents: ClientDocuments, measurements: Measurements, now: datetime) -> None:
        until, writes = now + DETAILS_KEPT, list[Write]()
        for failure in measurements.failures:
            body: dict[str, Any] = {
                "at": timestamp(failure.at),
                "function": failure.function,
                "name": failure.name,
                "code": failure.code,
                "error": failure.error,
                "places": list(failure.places),
                "traceId": failure.trace_id,
                "requestId": failure.request_id,
            }
            writes.append(Create(ERRORS, self._new_id(), body, until))
        for slow in unwritten.slowest(measurements.slow):
            body = {
                "at": timestamp(slow.at),
                "operation": slow.operation,
                "name": slow.name,
                "durationMs": round(slow.duration_ms, 1),
                "traceId": slow.trace_id,
            }
            writes.append(Create(SLOW, self._new_id(), body, until))
        if measurements.unkept_failures:
            log.warning("more errors than are kept", count=measurements.unkept_failures)
        if writes:
            documents.batch(writes)


def failure_of(error: Exception, function: str, name: str, at: datetime, code: str = "INTERNAL") -> Failure:
    """Of an event, a task or an answer that failed; nothing of the error's own text, which may quote a shopper."""
    now = trace.current()
    return Failure(
        function=function,
        name=name,
        code=code,
        error=type(error).__name__,
        places=log.places(error),
        trace_id=now.trace_id if now else "",
        request_id=now.request_id if now else "",
        at=at,
    )


def document_id(tenant: str, grain: str, start: datetime, shard: int) -> str:
    return f"{tenant}:{grain}:{start:%Y-%m-%dT%HZ}:{shard}"


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _writes(documents: ClientDocuments, measurements: Measurements, now: datetime) -> list[Write]:
    counts = _counts(measurements)
    if not counts and not measurements.widget_errors:
        return []
    names = {f"names.{operation}": kept.name for operation, kept in measurements.operations.items()}
    part = f"parts.{now.minute // PART_MINUTES}"
    hour, day = hour_of(now), hour_of(now).replace(hour=0)
    plan = (("hour", hour, HOURS_KEPT), ("day", day, DAYS_KEPT))
    ids = [document_id(documents.client_id, grain, start, _OWN_SHARD) for grain, start, _ in plan]
    stored = {document.id: document for document in documents.get_many(PERFORMANCE, ids)}
    writes: list[Write] = []
    for id, (grain, start, kept_for) in zip(ids, plan, strict=True):
        held = stored[id].body["counts"].get(WIDGET_ERRORS, {}) if id in stored else {}
        added = {**counts, **_widget_errors(measurements.widget_errors, held)}
        fields = _under("counts", added)
        if grain == "hour":
            fields |= _under(part, {name: by for name, by in added.items() if not name.startswith("operations.")})
        if id in stored:
            changes: dict[str, Any] = {name: Increment(by) for name, by in fields.items()}
            writes.append(Update(PERFORMANCE, id, {**changes, **names}, stored[id].version))
        else:
            body = {"grain": grain, "start": timestamp(start), "names": {}, "counts": {}, "parts": {}}
            body |= tree_of({**fields, **names})  # type: ignore[dict-item]  # names are texts at their places
            writes.append(Create(PERFORMANCE, id, body, start + kept_for))
    return writes


def _counts(measurements: Measurements) -> dict[str, int]:
    counts: dict[str, int] = {}
    for metric, buckets in measurements.metrics.items():
        counts |= {f"metrics.{metric}.{bucket}": count for bucket, count in buckets.items()}
    for operation, kept in measurements.operations.items():
        counts |= {f"operations.{operation}.buckets.{bucket}": count for bucket, count in kept.buckets.items()}
        counts |= {f"operations.{operation}.answers": kept.answers, f"operations.{operation}.failed": kept.failed}
    answers = sum(kept.answers for kept in measurements.operations.values())
    failed = sum(kept.failed for kept in measurements.operations.values())
    return {name: count for name, count in {**counts, "answers": answers, "failed": failed}.items() if count}


def _widget_errors(errors: Mapping[str, int], held: Collection[str]) -> dict[str, int]:
    """`held`: the codes that the document knows; those that it has no more room for are counted as one."""
    known, counts = {*held}, Counter[str]()
    for code, count in errors.items():
        kept_as = unwritten.bounded(code, known)
        known.add(kept_as)
        counts[f"{WIDGET_ERRORS}.{kept_as}"] += count
    return dict(counts)


def _under(family: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{family}.{name}": by for name, by in counts.items()}
