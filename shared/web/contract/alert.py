"""Alerts: rules, how they stand, what fired, and where it is told."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, field_validator

from shared.accounts.users import Email
from shared.alerts.channels import Actions, Channel, Kind, Url
from shared.alerts.checking import Change
from shared.alerts.deliveries import Delivery, Outcome
from shared.alerts.evaluation import Ended
from shared.alerts.explaining import announced, explained
from shared.alerts.firings import Firing, FiringStatus
from shared.alerts.limits import LONGEST_WINDOW_MINUTES
from shared.alerts.metrics import METRICS, Metric, MetricName, Unit
from shared.alerts.name import Name
from shared.alerts.rule import Action, NoData, Operator, Rule, RuleTerms, Severity
from shared.alerts.state import RuleState, Status
from shared.platform.ports.notices import ErrorKind
from shared.web.contract.base import Contract, Cursor, Id, Time
from shared.web.contract.period import PeriodQuery

Window = Annotated[int, Field(ge=1, le=LONGEST_WINDOW_MINUTES)]
Samples = Annotated[int, Field(ge=1, le=1_000_000)]
RecoveryMinutes = Annotated[int, Field(ge=0, le=1440)]
LONGEST_SNOOZE = timedelta(days=30)


class AlertsAsked(Contract):
    client_id: Id | None = None


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


class DeliveryShown(Contract):
    """`failed` is tried again, `given_up` is not; `no_channel`: nobody is named to be told. `target` is masked."""

    delivery_id: str
    occasion: str
    action: Action
    channel_kind: str | None
    channel_name: str | None
    target: str | None
    of_platform: bool
    outcome: Outcome
    error_kind: ErrorKind | None
    attempts: int
    at: Time
    updated_at: Time

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryShown":
        return cls.model_validate(delivery.model_dump(include=set(cls.model_fields)))


class FiringShown(Contract):
    firing_id: str
    client_id: str | None
    alert_id: str
    name: str
    metric: MetricName
    action: Action
    severity: Severity
    threshold: float
    status: FiringStatus
    at: Time
    value: float | None
    samples: int
    resolved_at: Time | None
    resolved_because: Ended | None
    acknowledged_at: Time | None
    acknowledged_by: str | None
    deliveries: dict[str, dict[str, int]]
    explanation: str

    @classmethod
    def of(cls, firing: Firing, client_id: str | None) -> "FiringShown":
        rule = firing.rule
        own = {name: getattr(firing, name) for name in cls.model_fields if hasattr(firing, name)}
        terms = {name: getattr(rule, name) for name in ("name", "metric", "action", "severity", "threshold")}
        occasion = "test" if firing.status == "test" else "fired"
        explanation = announced(firing, occasion)
        deliveries = {name: dict(counts) for name, counts in firing.deliveries.items()}
        shown = {**own, **terms, "client_id": client_id, "deliveries": deliveries, "explanation": explanation}
        return cls.model_validate(shown)


class TestedAlert(Contract):
    firing: FiringShown
    deliveries: list[DeliveryShown]


class HistoryQuery(PeriodQuery):
    """The newest first."""

    alert_id: Id | None = None
    status: FiringStatus | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Cursor | None = None


class History(Contract):
    items: list[FiringShown]
    next_cursor: str | None


class FiringNamed(Contract):
    firing_id: Id


class ChangeShown(Contract):
    """A firing that began, or that ended for the reason `ended`."""

    alert_id: str
    name: str
    firing_id: str
    value: float | None
    samples: int
    ended: Ended | None

    @classmethod
    def of(cls, change: Change) -> "ChangeShown":
        return cls(
            alert_id=change.alert_id,
            name=change.name,
            firing_id=change.firing_id,
            value=change.value,
            samples=change.samples,
            ended=change.ended,
        )


class Checked(Contract):
    evaluated: int
    changes: list[ChangeShown]


class NewChannel(Contract):
    """`target`: an e-mail address, or an https address that is called."""

    client_id: Id | None = None
    name: Name
    kind: Kind
    target: Email | Url
    actions: Actions


class ChannelNamed(Contract):
    channel_id: Id


class ChannelShown(Contract):
    """`target` is masked: it may hold a secret."""

    channel_id: str
    client_id: str | None
    name: str
    kind: Kind
    target: str
    actions: tuple[Action, ...]
    created_at: Time

    @classmethod
    def of(cls, channel: Channel, client_id: str | None) -> "ChannelShown":
        return cls(
            channel_id=channel.channel_id,
            client_id=client_id,
            name=channel.name,
            kind=channel.kind,
            target=channel.masked,
            actions=channel.actions,
            created_at=channel.created_at,
        )


class ChannelAdded(Contract):
    """`secret`: what a webhook's calls are signed with, shown this once; null for other kinds."""

    channel: ChannelShown
    secret: str | None


class ChannelList(Contract):
    items: list[ChannelShown]


_STANDING = {"since", "value", "firing_id", "acknowledged_at", "acknowledged_by", "snoozed_until"}
