"""Where the values come from: recorded performance, and the counters of sessions. Each is read once in a run."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from shared.alerts.evaluation import Measured
from shared.alerts.metrics import Metric
from shared.insight.buckets import QUARTER, floor
from shared.insight.performance_record import Figures, PerformanceRecords
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.platform.tenant import ClientDocuments

_UTC = ZoneInfo("UTC")


class Readings(Protocol):
    def measured(self, metric: Metric, window: timedelta) -> Measured:
        """The metric over the window that ends at the moment of the run."""


class StoredReadings:
    """One client's, or the whole platform's with the documents of `SYSTEM`, as they are at one moment."""

    def __init__(self, documents: ClientDocuments, at: datetime) -> None:
        self._performance = PerformanceRecords(documents)
        self._rollups = Rollups(documents)
        self._at = at
        self._figures: dict[timedelta, Figures] = {}
        self._counters: dict[tuple[datetime, datetime], Mapping[str, float]] = {}

    def measured(self, metric: Metric, window: timedelta) -> Measured:
        if metric.source == "performance":
            return _performance(self._figures_of(window), metric)
        return _ROLLED_UP[metric.name](self, window)

    def _figures_of(self, window: timedelta) -> Figures:
        if window not in self._figures:
            self._figures[window] = self._performance.between(self._at - window, self._at)
        return self._figures[window]

    def _counted(self, start: datetime, end: datetime) -> Mapping[str, float]:
        if (start, end) not in self._counters:
            self._counters[start, end] = self._rollups.figures(Period(start, end, _UTC))
        return self._counters[start, end]

    def _quality(self, window: timedelta) -> Measured:
        counts = self._counted(self._at - window, self._at)
        return _mean(counts["quality.sum"], counts["quality.count"])

    def _conversion(self, window: timedelta) -> Measured:
        counts = self._counted(self._at - window, self._at)
        return _mean(counts["steps.purchase"], counts["sessions"])

    def _sessions(self, window: timedelta) -> Measured:
        """Of whole quarters: one that has just begun would look like a shop without shoppers."""
        end = floor(self._at, QUARTER)
        counts = self._counted(end - window, end)
        return Measured(counts["sessions"], window // QUARTER)


_ROLLED_UP: Mapping[str, Callable[[StoredReadings, timedelta], Measured]] = {
    "quality": StoredReadings._quality,
    "conversionRate": StoredReadings._conversion,
    "sessions": StoredReadings._sessions,
}


def _performance(figures: Figures, metric: Metric) -> Measured:
    if metric.reads == "errorRate":
        return Measured(figures.error_rate, figures.answers)
    if metric.reads == "availability":
        return Measured(figures.availability, figures.answers)
    durations = figures.durations(metric.reads)
    return Measured(durations.p95, durations.count)


def _mean(total: float, count: float) -> Measured:
    return Measured(total / count if count else None, int(count))
