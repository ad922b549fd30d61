"""How fast and how reliable the product was, from what its processes wrote down. It reads hours, not requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.insight.counters import Tree, add
from shared.insight.performance import QUANTILES, Durations, VitalFigure, most_frequent
from shared.insight.performance_writing import (
    ERRORS,
    PART_MINUTES,
    PERFORMANCE,
    SHARDS,
    SLOW,
    WIDGET_ERRORS,
    document_id,
    hour_of,
)
from shared.platform.histogram import percentile_ms
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Body, Order, Query, Range
from shared.platform.tenant import ClientDocuments
from shared.platform.widget_reports import PARTS, SHARE, Vital

HOUR, DAY, PART = timedelta(hours=1), timedelta(days=1), timedelta(minutes=PART_MINUTES)
BY_HOURS_UP_TO = timedelta(days=8)
_AT_ONCE = 400


@dataclass(frozen=True)
class Figures:
    """Of some span of time. Shares are None where nothing was answered."""

    counts: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def durations(self, metric: str, route: str | None = None) -> Durations:
        """Milliseconds, within 2.5 %. `route`: of one operation's answers, whatever the metric."""
        of_route = self.counts.get("operations", {}).get(route, {}).get("buckets", {})
        buckets = _buckets(of_route) if route else self._metric(metric)
        found = {name: percentile_ms(buckets, share) for name, share in QUANTILES.items()}
        rounded = {name: None if ms is None else round(ms, 2) for name, ms in found.items()}
        return Durations(**rounded, count=int(sum(buckets.values())))

    def vital(self, vital: Vital) -> VitalFigure:
        """Within 2.5 %."""
        buckets = self._metric(vital)
        kept = percentile_ms(buckets, SHARE)
        return VitalFigure(None if kept is None else round(kept / PARTS[vital], 4), int(sum(buckets.values())))

    @property
    def widget_errors(self) -> dict[str, int]:
        return most_frequent(self.counts.get(WIDGET_ERRORS, {}))

    @property
    def answers(self) -> int:
        return int(self.counts.get("answers", 0))

    @property
    def failed(self) -> int:
        return int(self.counts.get("failed", 0))

    @property
    def error_rate(self) -> float | None:
        return self.failed / self.answers if self.answers else None

    @property
    def availability(self) -> float | None:
        return None if self.error_rate is None else 1 - self.error_rate

    @property
    def operations(self) -> dict[str, "OperationFigures"]:
        found = self.counts.get("operations", {})
        return {
            id: OperationFigures(
                self.names.get(id, id),
                int(counts.get("answers", 0)),
                int(counts.get("failed", 0)),
                self.durations("apiResponseTime", id),
            )
            for id, counts in found.items()
        }

    def _metric(self, metric: str) -> dict[int, float]:
        return _buckets(self.counts.get("metrics", {}).get(metric, {}))


def _buckets(stored: Mapping[str, float]) -> dict[int, float]:
    return {int(bucket): count for bucket, count in stored.items()}


@dataclass(frozen=True)
class OperationFigures:
    name: str
    answers: int
    failed: int
    durations: Durations


@dataclass(frozen=True)
class Point:
    start: datetime
    figures: Figures


def together(points: Sequence[Point]) -> Figures:
    """Of all their time."""
    counts: Tree = {}
    names: dict[str, str] = {}
    for point in points:
        add(counts, point.figures.counts)
        names |= point.figures.names
    return Figures(counts, names)


class PerformanceRecords:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def between(self, start: datetime, end: datetime) -> Figures:
        """At the edges whole parts of five minutes, the one that holds `start` and the one that holds `end` included;
        of a span of more than eight days, whole UTC days."""
        return together(self.curve(start, end))

    def curve(self, start: datetime, end: datetime) -> list[Point]:
        """By hours up to eight days, by UTC days beyond; where nothing was measured there is no point."""
        if end - start > BY_HOURS_UP_TO:
            return self._points("day", DAY, hour_of(start).replace(hour=0), end)
        points = self._points("hour", HOUR, hour_of(start), end)
        return [cut for point in points if (cut := _within(point, start, end)) is not None]

    def newest_errors(self, since: datetime, limit: int) -> list[Body]:
        """Equal ones once, as the newest of them, with their `count`: among the newest 400."""
        newest: dict[tuple[Any, ...], dict[str, Any]] = {}
        for body in self._newest(ERRORS, since, _AT_ONCE):
            what = (body["function"], body["name"], body["code"], body["error"], *body["places"])
            newest.setdefault(what, {**body, "count": 0})["count"] += 1
        return list(newest.values())[:limit]

    def slowest(self, start: datetime, end: datetime, limit: int) -> list[Body]:
        """Among the slowest of each quarter of a minute that are still kept, at most the newest 400."""
        found = self._newest(SLOW, start, _AT_ONCE, end)
        return sorted(found, key=lambda body: -float(body["durationMs"]))[:limit]

    def _newest(self, collection: str, since: datetime, limit: int, until: datetime | None = None) -> list[Body]:
        span = Range("at", ge=timestamp(since), lt=timestamp(until) if until else None)
        query = Query(collection, {}, span, Order("at", descending=True), limit)
        return [document.body for document in self._documents.query(query).items]

    def _points(self, grain: str, step: timedelta, start: datetime, end: datetime) -> list[Point]:
        found: dict[datetime, tuple[Tree, dict[str, str], Tree]] = {}
        for at, body in self._read(grain, step, start, end):
            counts, names, parts = found.setdefault(at, ({}, {}, {}))
            add(counts, body["counts"])
            add(parts, body["parts"])
            names |= body["names"]
        return [Point(at, _Hour(counts, names, parts)) for at, (counts, names, parts) in sorted(found.items())]

    def _read(self, grain: str, step: timedelta, start: datetime, end: datetime) -> Iterator[tuple[datetime, Body]]:
        tenant, starts = self._documents.client_id, list[datetime]()
        while start < end:
            starts.append(start)
            start += step
        ids = {document_id(tenant, grain, at, shard): at for at in starts for shard in range(SHARDS)}
        wanted = list(ids)
        for first in range(0, len(wanted), _AT_ONCE):
            for document in self._documents.get_many(PERFORMANCE, wanted[first : first + _AT_ONCE]):
                yield ids[document.id], document.body


@dataclass(frozen=True)
class _Hour(Figures):
    parts: Mapping[str, Any] = field(default_factory=dict)


def _within(point: Point, start: datetime, end: datetime) -> Point | None:
    """The point, or of an hour at the edge the parts that the span touches; operations are of whole hours."""
    if point.start >= start and point.start + HOUR <= end:
        return point
    figures = point.figures
    counts: Tree = {}
    for part, held in figures.parts.items() if isinstance(figures, _Hour) else ():
        begins = point.start.astimezone(UTC) + int(part) * PART
        if begins + PART > start and begins < end:
            add(counts, held)
    if not counts:
        return None
    operations = {"operations": figures.counts.get("operations", {})}
    return Point(point.start, Figures({**counts, **operations}, figures.names))
