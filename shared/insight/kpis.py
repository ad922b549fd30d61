"""The figures of an overview, each beside the one of the period before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.insight.counters import Counters
from shared.insight.explanations import KPIS

_COUNTS: Mapping[str, str] = {
    "sessions": "sessions",
    "faceAnalyses": "faceAnalyses",
    "chats": "steps.chat",
    "recommendationsViewed": "recommendationsViewed",
    "tryOns": "tryOns",
    "addToCarts": "addToCarts",
    "purchases": "purchases",
}


@dataclass(frozen=True)
class Kpi:
    """`change`: relative to before, 0.1 being a tenth more; None where there was nothing to compare with."""

    name: str
    value: float | None
    before: float | None
    explanation: str

    @property
    def change(self) -> float | None:
        return change(self.value, self.before)


def kpis(now: Counters, before: Counters) -> list[Kpi]:
    return [Kpi(name, read(now), read(before), KPIS[name]) for name, read in _READ.items()]


def change(value: float | None, before: float | None) -> float | None:
    return None if value is None or not before else value / before - 1


def rate(part: float, whole: float) -> float | None:
    """None of nothing."""
    return part / whole if whole else None


def conversion_rate(counters: Counters) -> float | None:
    return rate(counters["steps.purchase"], counters["sessions"])


def average_quality(counters: Counters) -> float | None:
    return rate(counters["quality.sum"], counters["quality.count"])


def _counted(name: str) -> Callable[[Counters], float | None]:
    return lambda counters: counters[name]


_READ: Mapping[str, Callable[[Counters], float | None]] = {
    **{name: _counted(counter) for name, counter in _COUNTS.items()},
    "conversionRate": conversion_rate,
    "averageQuality": average_quality,
}
