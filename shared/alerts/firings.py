"""What has fired: one record for each firing, from its beginning to its end, kept as the alerts' history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.alerts.evaluation import Ended, Measured
from shared.alerts.limits import HISTORY_KEPT
from shared.alerts.rule import Moment, Rule, RuleTerms
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create, Document, Order, Query, Range, Update
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


@dataclass(frozen=True)
class Asked:
    """Which firings: those that began from `start` up to `end`, the newest first, after `after` (see `place_of`)."""

    start: datetime
    end: datetime
    alert_id: str | None = None
    status: FiringStatus | None = None
    after: tuple[str, str] | None = None


def place_of(firing: Firing) -> tuple[str, str]:
    """Where it stands in the history: time, then id."""
    return timestamp(firing.at), firing.firing_id


class Firings:
    def __init__(self, documents: ClientDocuments) -> None:
        self._documents = documents

    def get(self, firing_id: str) -> Firing | None:
        stored = self._documents.get(FIRINGS, firing_id)
        return Firing.model_validate(stored.body) if stored else None

    def if_kept(self, change: Update) -> list[Update]:
        """None for a firing whose record is gone, erased or past its time: it would fail the batch that it is in."""
        return [change] if self._documents.get(FIRINGS, change.id) else []

    def newest(self, asked: Asked, limit: int) -> list[Firing]:
        wanted: dict[str, Any] = {"alertId": asked.alert_id, "status": asked.status}
        where = {field: value for field, value in wanted.items() if value is not None}
        found: list[Firing] = []
        for document in self._read(asked, where, limit):
            firing = Firing.model_validate(document.body)
            if asked.after is None or place_of(firing) < asked.after:
                found.append(firing)
                if len(found) == limit:
                    break
        return found

    def _read(self, asked: Asked, where: Mapping[str, Any], limit: int) -> Iterator[Document]:
        """What began in the same millisecond as the last one shown is read again, and left out by its id."""
        until = asked.after[0] if asked.after else None
        bounds = Range("at", ge=timestamp(asked.start), **({"le": until} if until else {"lt": timestamp(asked.end)}))
        cursor = None
        while True:
            page = self._documents.query(Query(FIRINGS, where, bounds, Order("at", True), limit + 1, cursor))
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return


def merged(of_each: Iterable[Sequence[Firing]], limit: int) -> list[Firing]:
    """The newest of several clients'."""
    every = [firing for firings in of_each for firing in firings]
    return sorted(every, key=place_of, reverse=True)[:limit]
