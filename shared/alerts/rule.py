"""An alert rule, and whether it makes sense."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from shared.accounts.scope import SYSTEM
from shared.alerts.limits import LONGEST_WINDOW_MINUTES
from shared.alerts.metrics import METRICS, Metric, MetricName, in_unit
from shared.alerts.name import Name
from shared.insight.buckets import QUARTER
from shared.platform.ports.clock import timestamp

Operator = Literal["above", "below"]
NoData = Literal["ignore", "fire"]
Severity = Literal["warn", "alert"]
Action = Literal["notify_team", "escalate", "page_oncall"]
QUARTER_MINUTES = QUARTER // timedelta(minutes=1)
Moment = Annotated[datetime, PlainSerializer(timestamp, return_type=str)]


class RuleTerms(BaseModel):
    """What a person sets. `recovery_threshold`: how good a value must be for the alert to end, for
    `recovery_minutes` on end; it lies on the good side of `threshold`, or is the same."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, allow_inf_nan=False, extra="ignore"
    )

    name: Name
    metric: MetricName
    operator: Operator
    threshold: float
    recovery_threshold: float
    window_minutes: Annotated[int, Field(ge=1, le=LONGEST_WINDOW_MINUTES)]
    min_samples: Annotated[int, Field(ge=1, le=1_000_000)]
    recovery_minutes: Annotated[int, Field(ge=0, le=1440)] = 5
    no_data: NoData = "ignore"
    severity: Severity = "warn"
    action: Action = "notify_team"
    enabled: bool = True

    @property
    def watched(self) -> Metric:
        return METRICS[self.metric]


class Rule(RuleTerms):
    """`default`: which of the defaults it is, None for one that somebody made. `changed`: it differs from it."""

    alert_id: str
    client_id: str
    default: str | None = None
    changed: bool = False
    created_at: Moment | None = None
    updated_at: Moment | None = None


@dataclass(frozen=True)
class Problem:
    """`field` as in JSON."""

    field: str
    problem: str


def problems(terms: RuleTerms, client_id: str) -> Iterator[Problem]:
    """What makes no sense about a rule of this client, each with what would."""
    metric = terms.watched
    if not metric.of_platform and client_id == SYSTEM:
        yield Problem("metric", f"{metric.name} is measured for each client, not for the whole platform")
    if metric.bad not in ("either", terms.operator):
        kind = "a floor: it is bad when it is low" if metric.bad == "below" else "bad when it is high"
        yield Problem("operator", f"{metric.name} is {kind}, so the rule must say {metric.bad}")
    for field, value in (("threshold", terms.threshold), ("recoveryThreshold", terms.recovery_threshold)):
        if not metric.least <= value <= metric.most:
            share = " (5 % is 0.05)" if metric.unit == "share" else ""
            yield Problem(field, f"{metric.name} lies from {metric.least:g} to {metric.most:g}{share}")
    worse = terms.recovery_threshold > terms.threshold
    if worse == (terms.operator == "above") and terms.recovery_threshold != terms.threshold:
        limit = in_unit(terms.threshold, metric.unit)
        side = "at most" if terms.operator == "above" else "at least"
        yield Problem(
            "recoveryThreshold", f"must be {side} the threshold, {limit}: else it would fire and end at once"
        )
    if terms.window_minutes < metric.shortest_window_minutes:
        yield Problem("windowMinutes", f"must be at least {metric.shortest_window_minutes} for {metric.name}")
    if metric.source == "rollups" and terms.window_minutes % QUARTER_MINUTES:
        yield Problem(
            "windowMinutes",
            f"{metric.name} is counted by quarters of an hour: choose a multiple of {QUARTER_MINUTES}",
        )
    if metric.name == "sessions" and terms.min_samples > terms.window_minutes // QUARTER_MINUTES:
        yield Problem(
            "minSamples", "the samples of sessions are the window's quarters of an hour: no more than it has"
        )
