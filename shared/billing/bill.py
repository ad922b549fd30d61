"""A month's bill: a line for each kind of act, reckoned in decimals."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from shared.billing.meter import KINDS, Kind
from shared.billing.plans import Plan

Status = Literal["preliminary", "final"]
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    kind: Kind
    quantity: int
    included: int | None  # None: without end
    billable: int
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Bill:
    """`total` is the plan's price and all lines' amounts. `closed_at` (RFC 3339) None: preliminary."""

    month: str
    plan: str
    currency: str
    price: Decimal
    lines: tuple[Line, ...]
    closed_at: str | None = None

    @property
    def total(self) -> Decimal:
        return self.price + sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def status(self) -> Status:
        return "final" if self.closed_at else "preliminary"

    @property
    def quantities(self) -> dict[Kind, int]:
        return {line.kind: line.quantity for line in self.lines}

    def to_body(self) -> dict[str, Any]:
        """The stored document: money as decimal strings."""
        return {
            "month": self.month,
            "plan": self.plan,
            "currency": self.currency,
            "price": str(self.price),
            "lines": [
                {
                    "kind": line.kind,
                    "quantity": line.quantity,
                    "included": line.included,
                    "billable": line.billable,
                    "unitPrice": str(line.unit_price),
                    "amount": str(line.amount),
                }
                for line in self.lines
            ],
            "total": str(self.total),
            "closedAt": self.closed_at,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Bill":
        lines = tuple(
            Line(
                kind=line["kind"],
                quantity=line["quantity"],
                included=line["included"],
                billable=line["billable"],
                unit_price=Decimal(line["unitPrice"]),
                amount=Decimal(line["amount"]),
            )
            for line in body["lines"]
        )
        price = Decimal(body["price"])
        return cls(body["month"], body["plan"], body["currency"], price, lines, body["closedAt"])


def bill_for(month: str, plan: Plan, quantities: Mapping[Kind, int], closed_at: str | None = None) -> Bill:
    """Each line is rounded to the cent by itself, half a cent up, so that the lines add up to the total."""
    lines = tuple(_line(kind, quantities.get(kind, 0), plan) for kind in KINDS)
    return Bill(month, plan.name, plan.currency, plan.price, lines, closed_at)


def _line(kind: Kind, quantity: int, plan: Plan) -> Line:
    included, unit_price = plan.included[kind], plan.per_unit[kind]
    billable = max(0, quantity - included) if included is not None else 0
    amount = (billable * unit_price).quantize(_CENT, ROUND_HALF_UP)
    return Line(kind, quantity, included, billable, unit_price, amount)
