"""What has fired: one record for each firing, from its beginning to its end, kept as the alerts' history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.alerts.evaluation import Ended, Measured
from shared.alerts.limits import HISTORY_KEPT
from shared.alerts.rule import Moment, Rule, RuleTerms
from shared.platform.newest import Found, newest
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create, Query, Range, Update
from shared.platform.tenant import ClientDocuments

FIRINGS = "alert_history"
FiringStatus = Literal["firing", "resolved", "test"]


class Firing(BaseModel):
    """`rule` as it was when it fired. `deliveries`: by occasion, how many came out how."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    firing_id: str
    client_id: str
    alert_id: str
    rule: RuleTerms
    is_default: bool  # of a default rule as it stands
    status: FiringStatus
    at: Moment
    value: float | None
    samples: int
    resolved_at: Moment | None = None
    resolved_value: float | None = None
    resolved_because: Ended | None = None
    acknowledged_at: Moment | None = None
    acknowledged_by: str | None = None
    deliveries: Mapping[str, Mapping[str, int]] = {}


def begun(rule: Rule, firing_id: str, measured: Measured, at: datetime, *, status: FiringStatus = "firing") -> Create:
    terms = RuleTerms.model_validate(rule.model_dump(include=set(RuleTerms.model_fields)))
    firing = Firing(
        firing_id=firing_id,
        client_id=rule.client_id,
        alert_id=rule.alert_id,
        rule=terms,
        is_default=rule.default is not None and not rule.changed,
        status=status,
        at=at,
        value=measured.value,
        samples=measured.samples,
    )
    return Create(FIRINGS, firing_id, firing.model_dump(mode="json", by_alias=True), expires_at=at + HISTORY_KEPT)


def resolved(firing_id: str, value: float | None, at: datetime, why: Ended) -> Update:
    changes = {
        "status": "resolved",
        "resolvedAt": timestamp(at),
        "resolvedValue": value,
        "resolvedBecause": why,
    }
    return Update(FIRINGS, firing_id, changes)


def acknowledged(firing_id: str, by: str, at: datetime) -> Update:
    return Update(FIRINGS, firing_id, {"acknowledgedAt": timestamp(at), "acknowledgedBy": by})


def came_out(firing_id: str, occasion: str, outcomes: Mapping[str, int]) -> Update:
    return Update(FIRINGS, firing_id, {f"deliveries.{occasion}": dict(outcomes)})


class Firings:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def get(self, firing_id: str) -> Firing | None:
        stored = self._documents.get(FIRINGS, firing_id)
        return Firing.model_validate(stored.body) if stored else None

    def if_kept(self, change: Update) -> list[Update]:
        """None for a firing whose record is gone, erased or past its time: it would fail the batch that it is in."""
        return [change] if self._documents.get(FIRINGS, change.id) else []


@dataclass(frozen=True)
class Asked:
    """Which firings: those that began from `start` up to `end`; without `tries`, no test alerts."""

    start: datetime
    end: datetime
    alert_id: str | None = None
    status: FiringStatus | None = None
    tries: bool = True


def newest_firings(
    stores: Sequence[ClientDocuments], asked: Asked, limit: int, cursor: str | None = None
) -> tuple[list[Firing], str | None]:
    """The newest first, of all `stores` together, and where the next page begins. Raises `InvalidCursor`."""
    wanted: dict[str, Any] = {"alertId": asked.alert_id, "status": asked.status}
    where = {field: value for field, value in wanted.items() if value is not None}
    span = Range("at", ge=timestamp(asked.start), lt=timestamp(asked.end))

    def keep(found: Found) -> bool:
        return asked.tries or found.document.body["status"] != "test"

    page = newest(stores, Query(FIRINGS, where, span), by="at", limit=limit, cursor=cursor, keep=keep)
    return [Firing.model_validate(found.document.body) for found in page.items], page.next_cursor
