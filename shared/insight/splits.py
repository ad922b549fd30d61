"""Sessions, conversion and revenue by group, and by product."""

from dataclasses import dataclass

from shared.insight.contribution import SCORE_PARTS
from shared.insight.counters import OTHER, Counters, id_of
from shared.insight.kpis import rate
from shared.insight.revenue import Revenue, revenue

PLATFORM, DEVICE, SHAPE, FEATURE = "platform", "device", "shape", "feature"


@dataclass(frozen=True)
class Group:
    """`converted`: sessions with an order."""

    name: str
    sessions: int
    converted: int
    conversion_rate: float | None
    purchases: int
    revenue: list[Revenue]

    @classmethod
    def of(cls, name: str, counters: Counters) -> "Group":
        sessions, converted = int(counters["sessions"]), int(counters["converted"])
        return cls(
            name, sessions, converted, rate(converted, sessions), int(counters["purchases"]), revenue(counters)
        )


@dataclass(frozen=True)
class ProductFigures:
    """In how many sessions it was recommended, clicked, tried, carted; in how many orders it was."""

    product_id: str | None  # None: all those that were too many to be counted one by one
    recommended: int
    average_score: float | None
    clicked: int
    tried: int
    carted: int
    bought: int
    revenue: list[Revenue]

    @classmethod
    def of(cls, key: str, counters: Counters) -> "ProductFigures":
        score = rate(counters["scores"] / SCORE_PARTS, counters["recommended"])
        return cls(
            None if key == OTHER else id_of(key),
            int(counters["recommended"]),
            None if score is None else round(score, 4),
            int(counters["clicked"]),
            int(counters["tried"]),
            int(counters["carted"]),
            int(counters["bought"]),
            revenue(counters),
        )


def groups(counters: Counters, by: str) -> list[Group]:
    """The largest first. Sessions may be in several groups by `FEATURE`, and in one by each of the others."""
    found = [Group.of(name, of) for name, of in counters.under(f"by.{by}").items()]
    return sorted(found, key=lambda group: (-group.sessions, group.name))


def products(counters: Counters, most: int) -> tuple[list[ProductFigures], ProductFigures | None]:
    """The most recommended, and what is counted together of all that a day's document had no room for."""
    of = counters.under("products")
    ranked = sorted(of.keys() - {OTHER}, key=lambda key: (-of[key]["recommended"], -of[key]["tried"], key))
    first = [ProductFigures.of(key, of[key]) for key in ranked[:most]]
    return first, ProductFigures.of(OTHER, of[OTHER]) if OTHER in of else None
