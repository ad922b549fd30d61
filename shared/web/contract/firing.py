"""Alerts: what fired, and how it was told."""

from typing import Annotated

from pydantic import Field

from shared.alerts.checking import Change
from shared.alerts.deliveries import Delivery, Outcome
from shared.alerts.evaluation import Ended
from shared.alerts.explaining import announced
from shared.alerts.firings import Firing, FiringStatus
from shared.alerts.metrics import MetricName
from shared.alerts.rule import Action, Severity
from shared.platform.ports.notices import ErrorKind
from shared.web.contract.base import Contract, Cursor, Id, Time
from shared.web.contract.period import PeriodQuery


class DeliveryShown(Contract):
    """`failed` is tried again, `given_up` is not (without an `errorKind`: each time whoever sent it died on the way);
    `no_channel`: nobody is named to be told. `target` is masked."""

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
