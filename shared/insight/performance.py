"""How this process performs, from its own measurements."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from shared.platform import timings, widget_reports
from shared.platform.unwritten import MOST_CODES, OTHER

QUANTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True)
class Durations:
    """Milliseconds; None where nothing has been measured yet."""

    p50: float | None
    p95: float | None
    p99: float | None
    count: int


@dataclass(frozen=True)
class VitalFigure:
    """LCP and INP in milliseconds, CLS without a unit; None where nothing has been measured yet."""

    p75: float | None
    count: int


def durations(samples_ms: Sequence[float]) -> Durations:
    """Nearest-rank percentiles: each is a duration that was really measured."""
    ordered = sorted(samples_ms)
    if not ordered:
        return Durations(None, None, None, 0)
    return Durations(**{name: round(_at(ordered, q), 3) for name, q in QUANTILES.items()}, count=len(ordered))


def vital_figure(samples: Sequence[float]) -> VitalFigure:
    ordered = sorted(samples)
    return VitalFigure(round(_at(ordered, widget_reports.SHARE), 4) if ordered else None, len(ordered))


def most_frequent(errors: Mapping[str, float]) -> dict[str, int]:
    """By code, the most frequent first; those that are too many one by one come last, as `OTHER`."""
    ranked = sorted(errors.keys() - {OTHER}, key=lambda code: (-errors[code], code))
    shown = {code: int(errors[code]) for code in ranked[:MOST_CODES]}
    other = int(errors.get(OTHER, 0) + sum(errors[code] for code in ranked[MOST_CODES:]))
    return shown | ({OTHER: other} if other else {})


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, ceil(len(ordered) * share) - 1)]


def performance() -> dict[str, Any]:
    """The last 5,000 samples of each metric. `errorRate`: share of answers that failed by our fault (5xx);
    `availability`: share that did not; both None before the first answer. `widgetErrors`: all since it began."""
    failed = timings.answers_failed()
    error_rate = sum(failed) / len(failed) if failed else None
    return {
        **{metric: asdict(durations(timings.durations_ms(metric))) for metric in timings.METRICS},
        "errorRate": error_rate,
        "availability": None if error_rate is None else 1 - error_rate,
        "webVitals": {name: asdict(vital_figure(widget_reports.vitals(name))) for name in widget_reports.VITALS},
        "widgetErrors": most_frequent(widget_reports.errors()),
    }
