"""One evaluation of all rules of a client: measured, judged, stored, and announced."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.alerts import firings
from shared.alerts.evaluation import Ended, Measured, Step, ended, step
from shared.alerts.firings import Firings
from shared.alerts.measuring import Readings
from shared.alerts.rule import Rule
from shared.alerts.rules import Rules
from shared.alerts.state import OVERTAKEN, RACES, Owed, RuleState, States, states_of
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import Write
from shared.platform.tenant import ClientDocuments

Announce = Callable[[Owed], None]


@dataclass(frozen=True)
class Change:
    """A firing that began, or that ended for the reason `ended`."""

    alert_id: str
    name: str
    firing_id: str
    value: float | None
    samples: int
    ended: Ended | None = None


@dataclass
class _Run:
    """What an evaluation comes to, before it is stored."""

    states: dict[str, RuleState] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)


class Check:
    """`announce` publishes; it may be called twice for the same, and what it raises is tried again next time."""

    def __init__(self, documents: ClientDocuments, announce: Announce, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._announce = announce
        self._rules = Rules(documents, clock, new_id)
        self._firings = Firings(documents)
        self._new_id = new_id

    def run(self, readings: Readings, at: datetime) -> list[Change]:
        """What began and what ended. Nothing, when an evaluation of this moment or a later one is stored already:
        of two at the same time one alone counts."""
        rules = self._rules.all()
        for _ in range(RACES):
            states = states_of(self._documents)
            if states.evaluated_at is not None and states.evaluated_at >= at:
                self._announce_owed(states)
                return []
            run = self._evaluated(rules, states, readings, at)
            after = states.model_copy(
                update={"evaluated_at": at, "rules": run.states, "owed": (*states.owed, *run.owed)}
            )
            try:
                self._documents.batch([after.stored_for(self._documents.client_id), *run.writes])
            except OVERTAKEN:  # by an acknowledgement, a snooze, or another evaluation
                continue
            self._announce_owed(after)
            return run.changes
        return []

    def _evaluated(self, rules: Sequence[Rule], states: States, readings: Readings, at: datetime) -> _Run:
        run = _Run()
        names = {rule.alert_id: rule.name for rule in rules}
        enabled = {rule.alert_id: rule for rule in rules if rule.enabled}
        for rule in enabled.values():
            before = states.rules.get(rule.alert_id) or RuleState(since=at)
            if before.firing_id and before.metric not in (None, rule.metric):
                over = ended(before, at, "rule_changed")
                self._note(run, rule.alert_id, rule.name, before, over, at)
                before = over.state
            measured = readings.measured(rule.watched, timedelta(minutes=rule.window_minutes))
            taken = step(rule, before, measured, at, self._new_id)
            run.states[rule.alert_id] = taken.state
            if taken.began and taken.state.firing_id:
                run.writes.append(firings.begun(rule, taken.state.firing_id, measured, at))
            self._note(run, rule.alert_id, rule.name, before, taken, at)
        for alert_id, state in states.rules.items():  # switched off or deleted: what was firing has ended
            if alert_id not in enabled and state.firing_id:
                over = ended(state, at, "rule_changed")
                self._note(run, alert_id, names.get(alert_id, ""), state, over, at)
        return run

    def _note(self, run: _Run, alert_id: str, name: str, before: RuleState, taken: Step, at: datetime) -> None:
        """Records what the step changed of a firing, and what is to be said of it."""
        firing_id = taken.state.firing_id or before.firing_id
        if firing_id is None:
            return
        measured = Measured(taken.state.value, taken.state.samples)
        if taken.ended:
            run.writes += self._firings.if_kept(firings.resolved(firing_id, measured.value, at, taken.ended))
        if taken.began or taken.ended:
            run.changes.append(Change(alert_id, name, firing_id, measured.value, measured.samples, taken.ended))
        if taken.tell:
            run.owed.append(Owed(firing_id=firing_id, occasion=taken.tell))

    def _announce_owed(self, states: States) -> None:
        """Publishes what is owed, then forgets it: dying in between means publishing twice, never not at all."""
        if not states.owed:
            return
        for owed in states.owed:
            self._announce(owed)
        for _ in range(RACES):
            stored = states_of(self._documents)
            left = tuple(owed for owed in stored.owed if owed not in states.owed)
            if left == stored.owed:
                return
            try:
                self._documents.batch(
                    [stored.model_copy(update={"owed": left}).stored_for(self._documents.client_id)]
                )
            except OVERTAKEN:
                continue
            return
