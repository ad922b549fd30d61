"""How fast and how reliable the product was."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.insight import performance
from shared.insight.performance import Durations
from shared.insight.performance_record import Figures, OperationFigures, PerformanceRecords, Point, together
from shared.insight.period import Period
from shared.platform.timings import METRICS
from shared.platform.widget_reports import VITALS, Vital
from shared.web.contract.base import Contract, Share, Time
from shared.web.contract.health import DurationFigures, VitalFigures

_DATA = Path(performance.__file__).parent / "data" / "performance.json"
EXPLANATIONS: Mapping[str, str] = json.loads(_DATA.read_text("utf-8"))["explanations"]
MOST_SLOW = 10


class PerformancePoint(Contract):
    start: Time
    answers: int
    error_rate: Share | None
    availability: Share | None
    durations: dict[str, DurationFigures]


class OperationShown(Contract):
    operation: str
    name: str
    answers: int
    failed: int
    durations: DurationFigures


class SlowAnswer(Contract):
    at: Time
    name: str
    duration_ms: float
    trace_id: str


class ErrorShown(Contract):
    """The newest of `count` equal ones. `places` are those in the code, from the outside in."""

    at: Time
    function: str
    name: str
    code: str
    error: str | None
    places: list[str]
    trace_id: str
    request_id: str
    count: int


class PerformanceShown(Contract):
    """Milliseconds; percentiles within 2.5 %. `of` says whose: the platform's, or one client's. The curve goes by
    hours up to eight days and by UTC days beyond; beyond eight days the figures are of whole UTC days. `widgetErrors`
    go by code, the most frequent first."""

    of: str
    start: Time
    end: Time
    answers: int
    error_rate: Share | None
    availability: Share | None
    durations: dict[str, DurationFigures]
    web_vitals: dict[Vital, VitalFigures]
    widget_errors: dict[str, int]
    curve: list[PerformancePoint]
    operations: list[OperationShown]
    slowest: list[SlowAnswer]
    errors: list[ErrorShown]
    explanations: dict[str, str]

    @classmethod
    def of_records(
        cls, of: str, records: PerformanceRecords, period: Period, errors: Sequence[Mapping[str, Any]]
    ) -> "PerformanceShown":
        points = records.curve(period.start, period.end)
        figures = together(points)
        operations = [_operation(id, kept) for id, kept in figures.operations.items()]
        return cls(
            of=of,
            start=period.start,
            end=period.end,
            answers=figures.answers,
            error_rate=figures.error_rate,
            availability=figures.availability,
            durations=_durations(figures),
            web_vitals=_vitals(figures),
            widget_errors=figures.widget_errors,
            curve=[_point(point) for point in points],
            operations=sorted(operations, key=lambda each: -(each.durations.p95 or 0)),
            slowest=[_slow(body) for body in records.slowest(period.start, period.end, MOST_SLOW)],
            errors=[_error(body) for body in errors],
            explanations=dict(EXPLANATIONS),
        )


def _durations(figures: Figures) -> dict[str, DurationFigures]:
    return {metric: _shown(figures.durations(metric)) for metric in METRICS}


def _vitals(figures: Figures) -> dict[Vital, VitalFigures]:
    found = {vital: figures.vital(vital) for vital in VITALS}
    return {vital: VitalFigures(p75=figure.p75, count=figure.count) for vital, figure in found.items()}


def _operation(id: str, kept: OperationFigures) -> OperationShown:
    return OperationShown(
        operation=id, name=kept.name, answers=kept.answers, failed=kept.failed, durations=_shown(kept.durations)
    )


def _shown(durations: Durations) -> DurationFigures:
    return DurationFigures(p50=durations.p50, p95=durations.p95, p99=durations.p99, count=durations.count)


def _point(point: Point) -> PerformancePoint:
    figures = point.figures
    return PerformancePoint(
        start=point.start,
        answers=figures.answers,
        error_rate=figures.error_rate,
        availability=figures.availability,
        durations=_durations(figures),
    )


def _slow(body: Mapping[str, Any]) -> SlowAnswer:
    return SlowAnswer(
        at=datetime.fromisoformat(body["at"]),
        name=body["name"],
        duration_ms=body["durationMs"],
        trace_id=body["traceId"],
    )


def _error(body: Mapping[str, Any]) -> ErrorShown:
    return ErrorShown(
        at=datetime.fromisoformat(body["at"]),
        function=body["function"],
        name=body["name"],
        code=body["code"],
        error=body["error"],
        places=body["places"],
        trace_id=body["traceId"],
        request_id=body["requestId"],
        count=body["count"],
    )
