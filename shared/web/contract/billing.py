"""What a client has used of its plan, and its bills."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.billing.bill import Bill, Line, Status
from shared.billing.bills import Recount
from shared.billing.meter import KINDS, Kind
from shared.billing.month import MONTH
from shared.billing.plans import Plan, State
from shared.billing.usage import Quantities
from shared.web.contract.base import Contract, Cursor, Id, Money, Time

# Of one unit: a token costs less than the smallest amount of `Money`.
UnitPrice = Annotated[str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,8})?$")]
MonthName = Annotated[str, StringConstraints(pattern=MONTH)]


class UsageQuery(Contract):
    """Of the month that is now, where none is named. Months and their days are those of UTC, as on a bill."""

    month: MonthName | None = None
    client_id: Id | None = None


class KindUsed(Contract):
    """`included` and `share` are null without end; `share` is above 1 beyond what is included."""

    kind: Kind
    quantity: int
    included: int | None
    share: float | None
    state: State
    meaning: str


class UsageDay(Contract):
    date: date
    quantities: dict[Kind, int]


class ClientUsage(Contract):
    client_id: str
    plan: str
    state: State
    kinds: list[KindUsed]

    @classmethod
    def of(cls, client_id: str, plan: Plan, used: Quantities) -> "ClientUsage":
        kinds = [
            KindUsed(
                kind=kind,
                quantity=used[kind],
                included=plan.included[kind],
                share=plan.share(kind, used[kind]),
                state=plan.state(kind, used[kind]),
                meaning=MEANINGS[kind],
            )
            for kind in KINDS
        ]
        worst = max((each.state for each in kinds), key=_BY_WEIGHT.index)
        return cls(client_id=client_id, plan=plan.name, state=worst, kinds=kinds)


class UsageShown(Contract):
    """`daily` is there for one client; `totals` adds up all that are listed."""

    month: str
    clients: list[ClientUsage]
    totals: dict[Kind, int]
    daily: list[UsageDay]


class BillQuery(Contract):
    client_id: Id | None = None


class BillNamed(Contract):
    month: MonthName
    client_id: Id | None = None


class BillLine(Contract):
    """`events` is where the acts behind it are listed, one by one."""

    kind: Kind
    quantity: int
    included: int | None
    billable: int
    unit_price: UnitPrice
    amount: Money
    events: str

    @classmethod
    def of(cls, month: str, line: Line) -> "BillLine":
        return cls(
            kind=line.kind,
            quantity=line.quantity,
            included=line.included,
            billable=line.billable,
            unit_price=f"{line.unit_price:f}",
            amount=f"{line.amount:f}",
            events=f"/v1/admin/bills/{month}/lines/{line.kind}/events",
        )


class BillShown(Contract):
    """`preliminary` while the month is open; `total` is the plan's price and all amounts."""

    client_id: str
    month: str
    status: Status
    plan: str
    currency: str
    price: Money
    lines: list[BillLine]
    total: Money
    closed_at: Time | None

    @classmethod
    def of(cls, client_id: str, bill: Bill) -> "BillShown":
        return cls.model_validate(
            {
                "client_id": client_id,
                "month": bill.month,
                "status": bill.status,
                "plan": bill.plan,
                "currency": bill.currency,
                "price": f"{bill.price:f}",
                "lines": [BillLine.of(bill.month, line) for line in bill.lines],
                "total": f"{bill.total:f}",
                "closed_at": bill.closed_at,
            }
        )


class BillList(Contract):
    """The latest first."""

    items: list[BillShown]


class Recomputed(Contract):
    """`agrees` null: the events of that month are not kept any more. `differences`: events less bill, where they
    differ."""

    bill: BillShown
    agrees: bool | None
    differences: dict[Kind, int]

    @classmethod
    def of(cls, client_id: str, bill: Bill, recount: Recount) -> "Recomputed":
        shown = BillShown.of(client_id, bill)
        return cls(bill=shown, agrees=recount.agrees, differences=dict(recount.differences))


class LineNamed(Contract):
    month: MonthName
    kind: Literal["sessions", "analyses", "messages", "tryOns", "modelTokens"]
    client_id: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class MeteredAct(Contract):
    """`reference` is a hash: it names no shopper and no session."""

    at: Time
    quantity: int
    reference: str


class MeteredActs(Contract):
    items: list[MeteredAct]
    next_cursor: str | None


MEANINGS: dict[Kind, str] = {
    "sessions": "Visits in which the widget was started.",
    "analyses": "Faces measured, from a photo or from the shopper's own device.",
    "messages": "Messages that shoppers wrote in the chat.",
    "tryOns": "Pictures drawn with a frame on. Try-on in the shopper's own browser is not counted.",
    "modelTokens": "Tokens of a language model, where one rewords answers.",
}
_BY_WEIGHT: list[State] = ["ok", "warning", "stopped"]
