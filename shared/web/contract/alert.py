"""Alerts: rules, and how they stand."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, field_validator

from shared.alerts.explaining import explained
from shared.alerts.limits import LONGEST_WINDOW_MINUTES
from shared.alerts.metrics import METRICS, Metric, MetricName, Unit
from shared.alerts.name import Name
from shared.alerts.rule import Action, NoData, Operator, Rule, RuleTerms, Severity
from shared.alerts.state import RuleState, Status
from shared.web.contract.base import Contract, Id, Time

Window = Annotated[int, Field(ge=1, le=LONGEST_WINDOW_MINUTES)]
Samples = Annotated[int, Field(ge=1, le=1_000_000)]
RecoveryMinutes = Annotated[int, Field(ge=0, le=1440)]
LONGEST_SNOOZE = timedelta(days=30)
_STANDING = {"since", "value", "firing_id", "acknowledged_at", "acknowledged_by", "snoozed_until"}


class MetricShown(Contract):
    """`bad`: the direction in which a value is bad; a rule has to say the same."""

    name: MetricName
    title: str
    unit: Unit
    meaning: str
    bad: Literal["above", "below", "either"]
    shortest_window_minutes: int

    @classmethod
    def of(cls, metric: Metric) -> "MetricShown":
        return cls(
            name=metric.name,
            title=metric.title,
            unit=metric.unit,
            meaning=metric.meaning,
            bad=metric.bad,
            shortest_window_minutes=metric.shortest_window_minutes,
        )


class AlertShown(Contract):
    """`clientId` null: the whole platform's. `default`: which of the rules that everybody has it is; `changed`: it
    was changed since. `explanation` says how it stands, with the figures of the last evaluation."""

    alert_id: str
    client_id: str | None
    name: str
    metric: MetricName
    operator: Operator
    threshold: float
    recovery_threshold: float
    window_minutes: int
    min_samples: int
    recovery_minutes: int
    no_data: NoData
    severity: Severity
    action: Action
    enabled: bool
    default: str | None
    changed: bool
    status: Status
    since: Time | None
    value: float | None
    samples: int
    firing_id: str | None
    acknowledged_at: Time | None
    acknowledged_by: str | None
    snoozed_until: Time | None
    explanation: str
    meaning: str

    @classmethod
    def of(cls, rule: Rule, state: RuleState | None, client_id: str | None) -> "AlertShown":
        terms = rule.model_dump(include=set(RuleTerms.model_fields))
        standing = state.model_dump(include=_STANDING) if state else dict.fromkeys(_STANDING)
        return cls.model_validate(
            {
                **terms,
                **standing,
                "alert_id": rule.alert_id,
                "client_id": client_id,
                "default": rule.default,
                "changed": rule.changed,
                "status": state.status if state else "ok",
                "samples": state.samples if state else 0,
                "explanation": explained(rule, state),
                "meaning": rule.watched.meaning,
            }
        )


class AlertList(Contract):
    """`firing` counts those that do; `metrics` are what a rule can watch."""

    items: list[AlertShown]
    firing: int
    evaluated_at: Time | None
    metrics: list[MetricShown]


_USUAL_WINDOW = 15
METRICS_SHOWN = [MetricShown.of(metric) for metric in METRICS.values()]


class NewAlert(Contract):
    """A rule's terms. `recoveryThreshold`: how good a value must be again for it to end; left out, the threshold.
    `windowMinutes` and `minSamples`: left out, what suits the metric."""

    client_id: Id | None = None
    name: Name
    metric: MetricName
    operator: Operator
    threshold: float
    recovery_threshold: float | None = None
    window_minutes: Window | None = None
    min_samples: Samples | None = None
    recovery_minutes: RecoveryMinutes = 5
    no_data: NoData = "ignore"
    severity: Severity = "warn"
    action: Action = "notify_team"
    enabled: bool = True

    def terms(self) -> RuleTerms:
        given = self.model_dump(exclude={"client_id"}, exclude_none=True)
        metric = METRICS[self.metric]
        usual = {
            "recovery_threshold": self.threshold,
            "window_minutes": max(_USUAL_WINDOW, metric.shortest_window_minutes),
            "min_samples": metric.min_samples,
        }
        return RuleTerms.model_validate(usual | given)


class AlertNamed(Contract):
    alert_id: Id


class AlertChange(AlertNamed):
    """What is left out stays as it is."""

    name: Name = "unchanged"
    metric: MetricName = "responseTime"
    operator: Operator = "above"
    threshold: float = 0
    recovery_threshold: float = 0
    window_minutes: Window = 15
    min_samples: Samples = 20
    recovery_minutes: RecoveryMinutes = 5
    no_data: NoData = "ignore"
    severity: Severity = "warn"
    action: Action = "notify_team"
    enabled: bool = True

    def changes(self) -> dict[str, Any]:
        """A threshold without one for the recovery takes that along."""
        sent = self.model_dump(exclude_unset=True, exclude={"alert_id"})
        if "threshold" in sent:
            sent.setdefault("recovery_threshold", sent["threshold"])
        return sent


class Snooze(AlertNamed):
    """At most 30 days ahead; a time that is past ends it."""

    until: AwareDatetime

    @field_validator("until")
    @classmethod
    def _soon(cls, until: datetime) -> datetime:
        if until > datetime.now(until.tzinfo) + LONGEST_SNOOZE:
            raise ValueError("must lie at most 30 days ahead")
        return until


class AlertRemoved(Contract):
    removed: bool = True
