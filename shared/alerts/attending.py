"""What people do about an alert: they take it on, or put it off for a while."""

from collections.abc import Callable
from datetime import datetime

from shared.alerts import firings
from shared.alerts.firings import Firings
from shared.alerts.state import OVERTAKEN, RACES, RuleState, states_of
from shared.platform.ports.documents import Stale, Write
from shared.platform.tenant import ClientDocuments

Change = Callable[[RuleState], tuple[RuleState, list[Write]]]


class NotFiring(Exception):
    """There is nothing to acknowledge."""


def acknowledge(documents: ClientDocuments, alert_id: str, by: str, at: datetime, *with_it: Write) -> RuleState:
    """No more reminders; the first to do so is kept. Raises `NotFiring`, and `Stale` after many races."""

    def taken_on(state: RuleState) -> tuple[RuleState, list[Write]]:
        if state.firing_id is None:
            raise NotFiring
        if state.acknowledged_at is not None:
            return state, []
        after = state.model_copy(update={"acknowledged_at": at, "acknowledged_by": by})
        record = Firings(documents).if_kept(firings.acknowledged(state.firing_id, by, at))
        return after, [*record, *with_it]

    return _changed(documents, alert_id, at, taken_on)


def snooze(documents: ClientDocuments, alert_id: str, until: datetime, at: datetime, *with_it: Write) -> RuleState:
    """Until then nothing is delivered; what still fires then is. Raises `Stale` after many races."""

    def put_off(state: RuleState) -> tuple[RuleState, list[Write]]:
        return state.model_copy(update={"snoozed_until": until if until > at else None}), list(with_it)

    return _changed(documents, alert_id, at, put_off)


def _changed(documents: ClientDocuments, alert_id: str, at: datetime, change: Change) -> RuleState:
    for _ in range(RACES):
        states = states_of(documents)
        before = states.rules.get(alert_id) or RuleState(since=at)
        after, writes = change(before)
        if after == before:
            return before
        stored = states.model_copy(update={"rules": {**states.rules, alert_id: after}})
        try:
            documents.batch([stored.stored_for(documents.client_id), *writes])
        except OVERTAKEN:
            continue
        return after
    raise Stale("evaluations kept coming first")
