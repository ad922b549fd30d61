"""The performance figures in Prometheus' text form (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily

from shared.insight.performance import QUANTILES
from shared.platform import timings
from shared.platform.ports.messages import Backlog
from shared.platform.widget_reports import SHARE

_NAMES = {
    "apiResponseTime": ("aid_api_response_seconds", "Time to answer an API request"),
    "dbQueryTime": ("aid_db_query_seconds", "Time of one document store call"),
    "widgetLoadTime": ("aid_widget_load_seconds", "Time until the widget was ready, reported by browsers"),
    "faceAnalysisTime": ("aid_face_analysis_seconds", "Time to analyse one face"),
}
_VITALS = {  # by name: what it is called, its meaning, and how many of its units one of the metric's is
    "LCP": ("aid_widget_lcp_seconds", "Largest contentful paint of the widget, reported by browsers", 1000),
    "CLS": ("aid_widget_cls", "Cumulative layout shift of the widget, reported by browsers", 1),
    "INP": ("aid_widget_inp_seconds", "Interaction to next paint of the widget, reported by browsers", 1000),
}
_SHARES = {
    "errorRate": ("aid_error_ratio", "Share of recent answers with a 5xx status"),
    "availability": ("aid_availability_ratio", "Share of recent answers without a 5xx status"),
}


def exposition(performance: Mapping[str, Any], backlog: Backlog | None = None) -> bytes:
    """Without `backlog` (where Pub/Sub keeps what waits, and measures it) its gauges are left out."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(performance, backlog))
    return generate_latest(registry)


class _Figures:
    def __init__(self, performance: Mapping[str, Any], backlog: Backlog | None) -> None:
        self._performance = performance
        self._backlog = backlog

    def collect(self) -> Iterator[Metric]:
        yield from self._durations()
        yield from self._vitals()
        yield self._widget_errors()
        yield from self._shares()
        yield from _answers()
        if self._backlog is not None:
            yield from _waiting(self._backlog)

    def _durations(self) -> Iterator[Metric]:
        for key, (name, meaning) in _NAMES.items():
            figures = self._performance[key]
            summary = SummaryMetricFamily(name, f"{meaning}, over the last samples")
            for quantile, share in QUANTILES.items():
                if figures[quantile] is not None:
                    summary.add_sample(name, {"quantile": str(share)}, figures[quantile] / 1000)
            yield summary
            yield GaugeMetricFamily(f"{name}_samples", f"{meaning}: samples kept", value=figures["count"])

    def _vitals(self) -> Iterator[Metric]:
        for vital, (name, meaning, parts) in _VITALS.items():
            figure = self._performance["webVitals"][vital]
            summary = SummaryMetricFamily(name, f"{meaning}, over the last samples")
            if figure["p75"] is not None:
                summary.add_sample(name, {"quantile": str(SHARE)}, figure["p75"] / parts)
            yield summary
            yield GaugeMetricFamily(f"{name}_samples", f"{meaning}: samples kept", value=figure["count"])

    def _widget_errors(self) -> Metric:
        errors = CounterMetricFamily("aid_widget_errors", "Errors of the widget, told by browsers", labels=["code"])
        for code, count in self._performance["widgetErrors"].items():
            errors.add_metric([code], count)
        return errors

    def _shares(self) -> Iterator[Metric]:
        for key, (name, meaning) in _SHARES.items():
            if self._performance[key] is not None:
                yield GaugeMetricFamily(name, meaning, value=self._performance[key])


def _answers() -> Iterator[Metric]:
    """A function's failures are there from its first answer on, as 0: a rate needs a value to rise from."""
    total = CounterMetricFamily("aid_answers", "Answers since the process began", labels=["function"])
    failed = CounterMetricFamily("aid_answers_failed", "Those of them with a 5xx status", labels=["function"])
    for answers in timings.answers():
        total.add_metric([answers.function], answers.total)
        failed.add_metric([answers.function], answers.failed)
    yield total
    yield failed


def _waiting(backlog: Backlog) -> Iterator[Metric]:
    pending, oldest, dead = "aid_outbox_pending", "aid_outbox_oldest_age_seconds", "aid_outbox_dead"
    yield GaugeMetricFamily(pending, "Events and tasks not yet delivered", value=backlog.pending)
    yield GaugeMetricFamily(oldest, "Time that the oldest of them has been waiting", value=backlog.oldest_age_s)
    yield GaugeMetricFamily(dead, "Events and tasks given up after the last attempt", value=backlog.dead)
