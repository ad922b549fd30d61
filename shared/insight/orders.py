"""A session's orders, each counted once however many events tell of it; money without rounding."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from shared.platform.ports.clock import parse_timestamp

PARTS = 10_000  # of a currency's unit: amounts have at most four decimals, and whole numbers add without rounding


@dataclass(frozen=True)
class Line:
    product_id: str | None
    parts: int  # of the currency's unit
    currency: str | None  # None: no value was given


@dataclass
class Order:
    at: datetime  # of its first event
    lines: list[Line] = field(default_factory=list)

    @property
    def revenue(self) -> dict[str, int]:
        """Parts by currency."""
        sums: dict[str, int] = {}
        for line in self.lines:
            if line.currency:
                sums[line.currency] = sums.get(line.currency, 0) + line.parts
        return sums


def orders(purchases: Iterable[Mapping[str, Any]], foreign: Set[str] = frozenset()) -> tuple[Order, ...]:
    """`purchases`: events by their time. Those of one order id are one order; each of its products counts once, with
    the value that was told first. An event without an order id is an order of its own."""
    found: dict[str, Order] = {}
    told: set[tuple[str, str | None]] = set()
    for event in purchases:
        order_id, product_id = event.get("orderId"), event.get("productId")
        if order_id in foreign:
            continue
        key = f"order {order_id}" if order_id else f"event {event['eventId']}"
        if (key, product_id) not in told:
            told.add((key, product_id))
            order = found.setdefault(key, Order(parse_timestamp(event["at"])))
            order.lines.append(Line(product_id, _parts(event.get("value")), event.get("currency")))
    return tuple(found.values())


def amount(parts: float) -> str:
    """As money is written: a decimal string with at least two decimals."""
    value = Decimal(round(parts)) / PARTS
    return str(value.quantize(Decimal("0.01")) if round(parts) % 100 == 0 else value.normalize())


def _parts(value: str | None) -> int:
    return int(Decimal(value) * PARTS) if value else 0
