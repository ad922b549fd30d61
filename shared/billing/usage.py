"""How much a client has used: by day and by month, out of the meter.

Days that are over are added up once and kept, so that what is read grows with the days of a month and with today's
acts, not with a month's.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from shared.billing.meter import KEPT, KINDS, METER, Kind
from shared.billing.month import SETTLING, Month, end_of, start_of
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import AlreadyExists, Query, Range
from shared.platform.tenant import ClientDocuments

USAGE_DAYS = "usage_days"
Quantities = Mapping[Kind, int]
_DAY = timedelta(days=1)


class Usage:
    """Raises what `Documents` raises."""

    def __init__(self, documents: ClientDocuments, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def daily(self, month: Month) -> dict[date, Quantities]:
        """Each day up to today; keeps the sums of those that are over."""
        settled, now = self._settled(month), self._clock()
        return {day: settled.get(day) or self._settle(day, now) for day in month.days() if start_of(day) <= now}

    def so_far(self, month: Month, kinds: Iterable[Kind] = KINDS) -> Quantities:
        """Writes nothing, and reads one sum for each kind beyond the days that are kept."""
        settled = self._settled(month)
        known = _leading(month, settled)
        since = start_of(known[-1]) + _DAY if known else month.start
        return {
            kind: sum(settled[day][kind] for day in known) + self.measured(month, kind, since, month.end)
            for kind in kinds
        }

    def recount(self, month: Month) -> Quantities:
        """All of the month's acts added up anew: what a bill is held against."""
        return {kind: self._sum(Query(METER, _where(month, kind))) for kind in KINDS}

    def measured(self, month: Month, kind: Kind, start: datetime, end: datetime) -> int:
        """From `start` up to `end`, both within the month."""
        within = Range("at", ge=timestamp(start), lt=timestamp(end))
        return self._sum(Query(METER, _where(month, kind), within))

    def _settle(self, day: date, now: datetime) -> Quantities:
        start, end = start_of(day), end_of(day)
        counts: dict[Kind, int] = {kind: self.measured(Month.of(start), kind, start, end) for kind in KINDS}
        if now >= end + SETTLING:
            body = {"month": f"{day:%Y-%m}", "day": day.isoformat(), "counts": counts}
            with suppress(AlreadyExists):  # another reader has added up the same
                id = f"{self._documents.client_id}:{day}"
                self._documents.create(USAGE_DAYS, id, body, expires_at=start + KEPT)
        return counts

    def _settled(self, month: Month) -> dict[date, Quantities]:
        page = self._documents.query(Query(USAGE_DAYS, {"month": month.name}))
        return {date.fromisoformat(found.body["day"]): _complete(found.body["counts"]) for found in page.items}

    def _sum(self, query: Query) -> int:
        return int(self._documents.aggregate(query, sums=("quantity",)).sums["quantity"])


def _where(month: Month, kind: Kind) -> dict[str, str]:
    return {"month": month.name, "kind": kind}


def _leading(month: Month, settled: Mapping[date, Quantities]) -> list[date]:
    """The days from the first on without a gap."""
    leading = []
    for day in month.days():
        if day not in settled:
            break
        leading.append(day)
    return leading


def _complete(counts: Mapping[str, Any]) -> Quantities:
    return {kind: int(counts.get(kind, 0)) for kind in KINDS}
