"""How a client's rules stand: one document for all of them, so that an evaluation is one read and one write.

It is only ever replaced at the version that was read: of two evaluations at the same time one counts, and nobody's
acknowledgement is lost to an evaluation.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.alerts.metrics import MetricName
from shared.alerts.rule import Moment
from shared.platform.ports.documents import AlreadyExists, Create, Replace, Stale
from shared.platform.tenant import ClientDocuments

STATES = "alert_states"
Status = Literal["ok", "firing"]
Verdict = Literal["good", "between", "bad", "unknown"]


class _Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class RuleState(_Record):
    """`verdict`, `value`, `samples` are the last evaluation's. `firing_id` names the firing while the status is so,
    and what follows `good_since` is about that firing, except `snoozed_until`: till then nothing is delivered."""

    status: Status = "ok"
    since: Moment
    metric: MetricName | None = None  # that was judged; the rule may have been given another one since
    verdict: Verdict = "unknown"
    value: float | None = None
    samples: int = 0
    firing_id: str | None = None
    good_since: Moment | None = None
    unknown_since: Moment | None = None
    told_at: Moment | None = None  # when the firing was last announced; None: not yet, since it was snoozed
    reminders: int = 0
    acknowledged_at: Moment | None = None
    acknowledged_by: str | None = None
    snoozed_until: Moment | None = None

    def is_snoozed(self, at: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > at


class Owed(_Record):
    """An announcement that is stored before it is published, so that none is lost when a process dies between.

    One of which a delivery failed is owed once more, as the next `attempt`.
    """

    firing_id: str
    occasion: str  # fired, reminder1, reminder2 …, resolved
    attempt: int = 1


class States(_Record):
    """`version` is the stored document's, None where none is stored yet."""

    evaluated_at: Moment | None = None
    rules: Mapping[str, RuleState] = {}
    owed: tuple[Owed, ...] = ()
    version: Annotated[str | None, Field(exclude=True)] = None

    def stored_for(self, client_id: str) -> Create | Replace:
        """The write that stores these; it raises `AlreadyExists` or `Stale` when others were stored meanwhile."""
        body = self.model_dump(mode="json", by_alias=True)
        if self.version is None:
            return Create(STATES, client_id, body)
        return Replace(STATES, client_id, body, if_version=self.version)


OVERTAKEN = (AlreadyExists, Stale)
RACES = 5  # with evaluations and people, each of which writes once


def states_of(documents: ClientDocuments) -> States:
    stored = documents.get(STATES, documents.client_id)
    return States.model_validate({**stored.body, "version": stored.version}) if stored else States()


def owe(documents: ClientDocuments, owed: Owed) -> None:
    """Has it published by the next evaluation; owing it twice is owing it once. Raises `Stale` after many races."""
    for left in reversed(range(RACES)):
        states = states_of(documents)
        if owed in states.owed:
            return
        after = states.model_copy(update={"owed": (*states.owed, owed)})
        try:
            documents.batch([after.stored_for(documents.client_id)])
        except OVERTAKEN:
            if not left:
                raise
        else:
            return
