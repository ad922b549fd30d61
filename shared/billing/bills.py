"""Bills: the open month's as it stands, and those of months that are over, kept as they were closed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from shared.billing.bill import Bill, bill_for
from shared.billing.meter import KEPT, METER, Kind
from shared.billing.month import Month, start_of
from shared.billing.plans import plan_named
from shared.billing.usage import Usage
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import AlreadyExists, Create, Order, Page, Query
from shared.platform.tenant import ClientDocuments

BILLS = "bills"
BILLS_KEPT = timedelta(days=3653)  # ten years, as books are kept: § 147 AO, § 257 HGB


class MonthUnknown(Exception):
    """A month that is still to come, or of which nothing is known any more."""


class Billed(Protocol):
    """Whom a bill is for, as accounts know it."""

    @property
    def client_id(self) -> str: ...
    @property
    def plan(self) -> str: ...
    @property
    def opened_on(self) -> date | None: ...


@dataclass(frozen=True)
class Recount:
    """A bill held against its events: `agrees` None when these are not kept any more."""

    agrees: bool | None
    differences: Mapping[Kind, int]  # events' quantity less the bill's, where they differ


class Bills:
    """Raises `MonthUnknown` for the future, for months before the client was there, and for those longer ago than
    events are kept, unless they were closed."""

    def __init__(self, documents: ClientDocuments, client: Billed, clock: Clock) -> None:
        self._documents = documents
        self._plan = client.plan
        self._opened = Month.of(start_of(client.opened_on)) if client.opened_on else None
        self._clock = clock
        self._usage = Usage(documents, clock)

    def of(self, month: Month) -> Bill:
        """The bill as it was closed, else as it stands now."""
        return self._closed(month) or self._standing(month)

    def known(self) -> list[Bill]:
        """The latest first: the open month, the one before until it is closed, then those closed."""
        now = Month.of(self._clock())
        stored = self._documents.query(Query(BILLS, {})).items
        closed = {bill.month: bill for bill in (Bill.from_body(found.body) for found in stored)}
        standing = [
            self._standing(month) for month in (now, now.before) if month.name not in closed and self._was_open(month)
        ]
        return sorted([*standing, *closed.values()], key=lambda bill: bill.month, reverse=True)

    def close(self, month: Month) -> Bill:
        """The bill of a month that is over, from then on the same; the one it has been closed as, if it has.

        Raises `MonthUnknown` for a month that is not over.
        """
        if not month.is_over(self._clock()):
            raise MonthUnknown(month.name)
        closed = self._closed(month)
        if closed:
            return closed
        bill, create = self.closing(month)
        with suppress(AlreadyExists):  # another run has closed it
            self._documents.batch([create])
            return bill
        return self._closed(month) or bill

    def closing(self, month: Month) -> tuple[Bill, Create]:
        """The final bill and the write that keeps it."""
        self._require_events(month)
        now = self._clock()
        plan = plan_named(self._plan)
        bill = bill_for(month.name, plan, self._usage.recount(month), timestamp(now))
        return bill, Create(BILLS, self._id(month), bill.to_body(), expires_at=now + BILLS_KEPT)

    def recounted(self, bill: Bill) -> Recount:
        month = Month.named(bill.month)
        if self._clock() > month.start + KEPT:
            return Recount(None, {})
        events = self._usage.recount(month)
        billed = bill.quantities
        off = {kind: events[kind] - billed[kind] for kind in billed if events[kind] != billed[kind]}
        return Recount(not off, off)

    def events(self, month: Month, kind: Kind, *, limit: int, cursor: str | None) -> Page:
        """The acts behind a line, the oldest first."""
        where = {"month": month.name, "kind": kind}
        return self._documents.query(Query(METER, where, order=Order("at"), limit=limit, cursor=cursor))

    def _standing(self, month: Month) -> Bill:
        self._require_events(month)
        return bill_for(month.name, plan_named(self._plan), self._usage.so_far(month))

    def _require_events(self, month: Month) -> None:
        now = self._clock()
        if month.start > now or month.start + KEPT < now or not self._was_open(month):
            raise MonthUnknown(month.name)

    def _was_open(self, month: Month) -> bool:
        return self._opened is None or month >= self._opened

    def _closed(self, month: Month) -> Bill | None:
        stored = self._documents.get(BILLS, self._id(month))
        return Bill.from_body(stored.body) if stored else None

    def _id(self, month: Month) -> str:
        return f"{self._documents.client_id}:{month.name}"


def close_month(documents: ClientDocuments, client: Billed, month: str, clock: Clock) -> Bill:
    """For the maintenance of each night: asked again, the same bill. `MonthUnknown` before the month is over."""
    return Bills(documents, client, clock).close(Month.named(month))


def settle_days(documents: ClientDocuments, clock: Clock) -> None:
    """Adds up the days that are over, of this month and the one before, so that nobody waits for it who reads."""
    month = Month.of(clock())
    for each in (month.before, month):
        Usage(documents, clock).daily(each)
