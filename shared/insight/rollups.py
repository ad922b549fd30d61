"""What a client's sessions did, counted by the time they began: a read costs days, however many sessions there were.

A document a UTC day and one a quarter of an hour hold the same counters; a day's also holds the figures by the
half-hour, so that days of most time zones need no more documents. The families of `data/rollups.json` ("splits") are
not: there are too many of them. Nothing here names a session or a shopper.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from shared.insight.adding import rollup_writes
from shared.insight.buckets import DAY, HALF_HOUR, HOUR, QUARTER, Bucket, ceiling, days, floor, quarters
from shared.insight.counters import Counters, Tree, add
from shared.insight.period import Day, Period
from shared.insight.rollup_documents import ROLLUPS, SHARDS, figures_in, merged_until, rollup_id
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments

__all__ = ["ROLLUPS", "Rollups", "rollup_writes"]
_Signed = tuple[Bucket, int]  # 1: add it, -1: take it off


class Rollups:
    """Periods begin and end at whole quarters of an hour: what lies between is taken to the next one.

    A bucket is read once, however many periods hold it: make one of these for each request.
    """

    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents
        self._seen: dict[str, Body | None] = {}

    def total(self, period: Period) -> Counters:
        """Every counter. Reads the period's days and at most 96 quarters."""
        signs = dict(_parts(ceiling(period.start, QUARTER), ceiling(period.end, QUARTER)))
        tree: Tree = {}
        for bucket, body in self._read(list(signs)):
            add(tree, body["counts"], signs[bucket])
        return Counters.of(tree)

    def figures(self, period: Period) -> Counters:
        """Those that are no split: the sum of `daily`, without its days."""
        return self._by_half([(period.start, period.end)])[0]

    def daily(self, period: Period) -> list[tuple[Day, Counters]]:
        """The counters that are no split, by the zone's days. Reads the days that the period touches, and at most
        two quarters for each time a day begins off the half-hour."""
        days = period.days()
        return list(zip(days, self._by_half([(day.start, day.end) for day in days]), strict=True))

    def hourly(self, period: Period) -> list[tuple[datetime, Counters]]:
        """The same by the zone's whole hours, each by its start, the first and last clipped to the period."""
        spans = list(_hours(period))
        return list(zip([start for start, _ in spans], self._by_half(spans), strict=True))

    def _by_half(self, spans: Sequence[tuple[datetime, datetime]]) -> list[Counters]:
        parts = [(ceiling(start, QUARTER), ceiling(end, QUARTER)) for start, end in spans]
        halves, ragged = _halves_and_quarters(parts)
        touched = dict.fromkeys(Bucket.holding(half, "day") for half in halves)
        trees: list[Tree] = [{} for _ in parts]
        for bucket, body in self._read([*touched, *ragged]):
            if bucket.grain == "day":
                _add_day(trees, bucket.start, body, halves)
            else:
                add(trees[ragged[bucket]], figures_in(body))
        return [Counters.of(tree) for tree in trees]

    def _read(self, buckets: Sequence[Bucket]) -> list[tuple[Bucket, Body]]:
        """A bucket may come in several parts."""
        by_id = {
            rollup_id(self._documents.client_id, bucket, shard): bucket
            for bucket in buckets
            for shard in (range(SHARDS) if bucket.start >= self._merged_until else (0,))
        }
        if unseen := [id for id in by_id if id not in self._seen]:
            self._seen |= dict.fromkeys(unseen)
            self._seen |= {document.id: document.body for document in self._documents.get_many(ROLLUPS, unseen)}
        return [(bucket, body) for id, bucket in by_id.items() if (body := self._seen[id]) is not None]

    @cached_property
    def _merged_until(self) -> datetime:
        return merged_until(self._documents)


def _hours(period: Period) -> Iterator[tuple[datetime, datetime]]:
    offset = period.start.astimezone(period.zone).utcoffset() or timedelta()
    start = period.start
    while start < period.end:
        end = min(floor(start + offset, HOUR) - offset + HOUR, period.end)
        yield start, end
        start = end


def _parts(start: datetime, end: datetime) -> Iterator[_Signed]:
    """The whole days within, and what remains at either edge."""
    first, last = ceiling(start, DAY), floor(end, DAY)
    if first > last:
        yield from _of_one_day(start, end)
        return
    yield from _of_one_day(start, first)
    yield from ((day, 1) for day in days(first, last))
    yield from _of_one_day(last, end)


def _of_one_day(start: datetime, end: datetime) -> Iterator[_Signed]:
    """Its quarters; where they are more than half, the day less the others."""
    if end - start <= DAY / 2:
        yield from ((quarter, 1) for quarter in quarters(start, end))
        return
    day = Bucket.holding(start, "day")
    yield day, 1
    yield from ((quarter, -1) for quarter in quarters(day.start, start))
    yield from ((quarter, -1) for quarter in quarters(end, day.start + DAY))


def _halves_and_quarters(parts: Sequence[tuple[datetime, datetime]]) -> tuple[dict[datetime, int], dict[Bucket, int]]:
    """Which part each half-hour belongs to, and each quarter of those that are cut."""
    halves: dict[datetime, int] = {}
    ragged: dict[Bucket, int] = {}
    for index, (start, end) in enumerate(parts):
        first, last = ceiling(start, HALF_HOUR), floor(end, HALF_HOUR)
        if first > last:
            ragged |= dict.fromkeys(quarters(start, end), index)
            continue
        halves |= {first + n * HALF_HOUR: index for n in range((last - first) // HALF_HOUR)}
        ragged |= dict.fromkeys((*quarters(start, first), *quarters(last, end)), index)
    return halves, ragged


def _add_day(trees: Sequence[Tree], day: datetime, body: Mapping[str, Any], halves: Mapping[datetime, int]) -> None:
    """Half-hour by half-hour, or as a whole where all of it belongs to one part."""
    parts = {str(half): halves[at] for half in range(48) if (at := day + half * HALF_HOUR) in halves}
    touched = set(parts.values())
    if len(touched) == 1 and len(parts) == 48:
        add(trees[touched.pop()], figures_in(body))
    else:
        _distribute({part: trees[part] for part in touched}, body["halves"], parts)


def _distribute(trees: Mapping[int, Tree], values: Mapping[str, Any], parts: Mapping[str, int]) -> None:
    for name, value in values.items():
        if isinstance(next(iter(value.values()), None), dict):
            _distribute({part: tree.setdefault(name, {}) for part, tree in trees.items()}, value, parts)
            continue
        for half in value.keys() & parts.keys():
            tree = trees[parts[half]]
            tree[name] = tree.get(name, 0) + value[half]
