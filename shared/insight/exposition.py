"""The performance figures in Prometheus' text form (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from shared.insight.performance import QUANTILES

_NAMES = {
    "apiResponseTime": ("aid_api_response_seconds", "Time to answer an API request"),
    "dbQueryTime": ("aid_db_query_seconds", "Time of one document store call"),
    "widgetLoadTime": ("aid_widget_load_seconds", "Time until the widget was ready, reported by browsers"),
    "faceAnalysisTime": ("aid_face_analysis_seconds", "Time to analyse one face"),
}
_SHARES = {
    "errorRate": ("aid_error_ratio", "Share of recent answers with a 5xx status"),
    "availability": ("aid_availability_ratio", "Share of recent answers without a 5xx status"),
}


def exposition(performance: Mapping[str, Any]) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(performance))
    return generate_latest(registry)


class _Figures:
    def __init__(self, performance: Mapping[str, Any]) -> None:
        self._performance = performance

    def collect(self) -> Iterator[Metric]:
        for key, (name, meaning) in _NAMES.items():
            figures = self._performance[key]
            quantiles = GaugeMetricFamily(name, f"{meaning}, over the last samples", labels=["quantile"])
            for quantile, share in QUANTILES.items():
                if figures[quantile] is not None:
                    quantiles.add_metric([str(share)], figures[quantile] / 1000)
            yield quantiles
            yield GaugeMetricFamily(f"{name}_samples", f"{meaning}: samples kept", value=figures["count"])
        for key, (name, meaning) in _SHARES.items():
            if self._performance[key] is not None:
                yield GaugeMetricFamily(name, meaning, value=self._performance[key])
