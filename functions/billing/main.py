"""What clients have used of their plans, and their bills, each line of which opens to its events."""

from functools import partial
from typing import Any

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.billing.bills import Bills, MonthUnknown
from shared.billing.meter import KINDS
from shared.billing.month import Month
from shared.billing.plans import plan_named
from shared.billing.usage import Usage
from shared.platform.tenant import ClientDocuments
from shared.web.call import Call
from shared.web.contract.billing import (
    BillList,
    BillNamed,
    BillQuery,
    BillShown,
    ClientUsage,
    LineNamed,
    MeteredAct,
    MeteredActs,
    Recomputed,
    UsageDay,
    UsageQuery,
    UsageShown,
)
from shared.web.errors import ApiError
from shared.web.function import HttpFunction

MAY: tuple[Permission, ...] = ("view_own_data", "view_all_clients")

function = HttpFunction("billing")
declare = partial(function.route, audience="admin", permissions=MAY)


def billing(request: Request) -> Response:
    return function(request)


@declare("GET", "/v1/admin/usage", takes=UsageQuery, gives=UsageShown)
def usage(call: Call[UsageQuery]) -> UsageShown:
    """How much of a month's plan is used, kind by kind and day by day; for a super admin of every client.

    `warning` from four fifths on; `stopped` where the plan ends with what is included, until the next month begins.
    """
    now = call.platform.clock()
    month = Month.named(call.input.month) if call.input.month else Month.of(now)
    if month.start > now:
        raise _no_month()
    used = [_used(call, client_id, month) for client_id in call.clients()]
    totals = {kind: sum(each.kinds[n].quantity for each in used) for n, kind in enumerate(KINDS)}
    days = Usage(call.documents, call.platform.clock).daily(month) if call.client_id else {}
    daily = [UsageDay(date=day, quantities=dict(quantities)) for day, quantities in sorted(days.items())]
    return UsageShown(month=month.name, clients=used, totals=totals, daily=daily)


@declare("GET", "/v1/admin/bills", takes=BillQuery, gives=BillList)
def bills(call: Call[BillQuery]) -> BillList:
    """A client's bills, the latest first: the open month's as it stands, and those of months that are over."""
    return BillList(items=[BillShown.of(call.client.client_id, bill) for bill in _bills(call).known()])


@declare("GET", "/v1/admin/bills/{month}", takes=BillNamed, gives=BillShown, errors=("NOT_FOUND",))
def bill(call: Call[BillNamed]) -> BillShown:
    """One month's bill."""
    try:
        return BillShown.of(call.client.client_id, _bills(call).of(Month.named(call.input.month)))
    except MonthUnknown:
        raise _no_month() from None


@declare("POST", "/v1/admin/bills/{month}/recompute", takes=BillNamed, gives=Recomputed, errors=("NOT_FOUND",))
def recompute(call: Call[BillNamed]) -> Recomputed:
    """Adds up all events behind a bill anew and holds the bill against them. Nothing is changed."""
    try:
        found = _bills(call).of(Month.named(call.input.month))
    except MonthUnknown:
        raise _no_month() from None
    return Recomputed.of(call.client.client_id, found, _bills(call).recounted(found))


@declare("GET", "/v1/admin/bills/{month}/lines/{kind}/events", takes=LineNamed, gives=MeteredActs)
def events(call: Call[LineNamed]) -> MeteredActs:
    """The acts behind a line of a bill, the oldest first; they are there after the sessions themselves are erased."""
    asked = call.input
    page = _bills(call).events(Month.named(asked.month), asked.kind, limit=asked.limit, cursor=asked.cursor)
    items = [MeteredAct.model_validate(found.body) for found in page.items]
    return MeteredActs(items=items, next_cursor=page.next_cursor)


def _used(call: Call[UsageQuery], client_id: str, month: Month) -> ClientUsage:
    documents = ClientDocuments(call.platform.documents, client_id)
    plan = call.client.plan if call.client_id else call.client_of(client_id).plan
    return ClientUsage.of(client_id, plan_named(plan), Usage(documents, call.platform.clock).so_far(month))


def _bills(call: Call[Any]) -> Bills:
    return Bills(call.documents, call.client, call.platform.clock)


def _no_month() -> ApiError:
    return ApiError("NOT_FOUND", "Nothing is known of that month: ask for one that has begun, at most 13 months ago.")
