"""Money by currency, out of counters."""

from dataclasses import dataclass

from shared.insight.counters import Counters
from shared.insight.kpis import change
from shared.insight.orders import amount


@dataclass(frozen=True)
class Revenue:
    currency: str  # ISO 4217
    amount: str  # decimal


@dataclass(frozen=True)
class ComparedRevenue:
    currency: str
    amount: str
    before: str
    change: float | None


def revenue(counters: Counters) -> list[Revenue]:
    """The most first, which means little from one currency to the next."""
    parts = _parts(counters)
    return [Revenue(currency, amount(parts[currency])) for currency in sorted(parts, key=lambda c: -parts[c])]


def compared_revenue(now: Counters, before: Counters) -> list[ComparedRevenue]:
    value, earlier = _parts(now), _parts(before)
    return [
        ComparedRevenue(
            currency,
            amount(value.get(currency, 0)),
            amount(earlier.get(currency, 0)),
            change(value.get(currency, 0), earlier.get(currency)),
        )
        for currency in sorted({*value, *earlier}, key=lambda c: (-value.get(c, 0), c))
    ]


def _parts(counters: Counters) -> dict[str, float]:
    return {currency: of[""] for currency, of in counters.under("revenue").items()}
