"""Orders and revenue by the features that were used before them, within the window of data/journey.json."""

from dataclasses import dataclass

from shared.insight.contribution import DIRECT
from shared.insight.counters import Counters
from shared.insight.revenue import Revenue, revenue
from shared.insight.visit import FEATURES


@dataclass(frozen=True)
class Credit:
    purchases: int
    revenue: list[Revenue]

    @classmethod
    def of(cls, counters: Counters | None) -> "Credit":
        counted = counters or Counters()
        return cls(int(counted["purchases"]), revenue(counted))


@dataclass(frozen=True)
class FeatureCredit:
    feature: str  # `DIRECT`: nothing was used within the window
    assisted: Credit | None  # None where nothing assists
    last_touch: Credit


@dataclass(frozen=True)
class Attribution:
    """Last touches add up to the whole; an order may have been assisted by several features."""

    whole: Credit
    features: list[FeatureCredit]


def attribution(counters: Counters) -> Attribution:
    assisted, last = counters.under("assisted"), counters.under("lastTouch")
    credits = [FeatureCredit(name, Credit.of(assisted.get(name)), Credit.of(last.get(name))) for name in FEATURES]
    direct = FeatureCredit(DIRECT, None, Credit.of(last.get(DIRECT)))
    return Attribution(Credit.of(counters), [*credits, direct])
