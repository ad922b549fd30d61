"""What a rule can watch: the metrics of `data/metrics.json`, each with its unit, meaning and bad direction."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

MetricName = Literal[
    "responseTime",
    "errorRate",
    "availability",
    "dbQueryTime",
    "widgetLoadTime",
    "faceAnalysisTime",
    "quality",
    "conversionRate",
    "sessions",
]
Unit = Literal["ms", "share", "score", "count"]


class Metric(BaseModel):
    """`bad`: the direction in which a value is bad. `reads`: its name where performance is recorded.
    `of_platform`: whether it is measured for the whole platform too."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    name: MetricName
    title: str
    unit: Unit
    meaning: str
    source: Literal["performance", "rollups"]
    reads: str = ""
    bad: Literal["above", "below", "either"]
    least: float
    most: float
    shortest_window_minutes: int
    min_samples: int
    of_platform: bool


_FILE = Path(__file__).parent / "data" / "metrics.json"
METRICS: dict[str, Metric] = {
    name: Metric.model_validate({"name": name, **facts})
    for name, facts in json.loads(_FILE.read_text("utf-8")).items()
}


def in_unit(value: float, unit: Unit) -> str:
    """A value as people read it."""
    if unit == "ms":
        return f"{value:,.0f} ms"
    if unit == "share":
        return f"{100 * value:.2f}".rstrip("0").rstrip(".") + " %"
    if unit == "score":
        return f"{value:.1f} of 100"
    return f"{value:,.0f}"
