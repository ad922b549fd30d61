"""What one measurement makes of a rule's state: a pure function.

A rule fires on its first bad measurement and stays firing until the values have been good for `recovery_minutes` on
end, so that a value that swings about the threshold is one firing and not many.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.alerts.limits import REMIND_AFTER, RESOLVE_WITHOUT_DATA
from shared.alerts.rule import RuleTerms
from shared.alerts.state import RuleState, Verdict
from shared.platform.ports.clock import NewId

Ended = Literal["recovered", "no_data", "rule_changed"]


@dataclass(frozen=True)
class Measured:
    """`value` in the metric's unit, None where nothing was measured; `samples` stand behind it."""

    value: float | None
    samples: int


@dataclass(frozen=True)
class Step:
    """`tell`: what is to be announced: fired, reminder1 …, resolved. `ended`: why a firing is over."""

    state: RuleState
    began: bool = False
    ended: Ended | None = None
    tell: str | None = None


def judged(rule: RuleTerms, measured: Measured) -> Verdict:
    """`between`: no longer bad, but not yet as good as it must be for the alert to end."""
    if measured.value is None or measured.samples < rule.min_samples:
        return "bad" if rule.no_data == "fire" else "unknown"
    sign = 1 if rule.operator == "above" else -1
    if sign * measured.value > sign * rule.threshold:
        return "bad"
    return "good" if sign * measured.value <= sign * rule.recovery_threshold else "between"


def step(rule: RuleTerms, state: RuleState, measured: Measured, at: datetime, new_id: NewId) -> Step:
    """`new_id` names the firing, should one begin."""
    verdict = judged(rule, measured)
    seen = state.model_copy(
        update={
            "metric": rule.metric,
            "verdict": verdict,
            "value": measured.value,
            "samples": measured.samples,
            **_gone(state, at),
        }
    )
    if seen.status == "firing":
        return _firing(rule, seen, verdict, at)
    return _begin(seen, at, new_id()) if verdict == "bad" else Step(seen)


def ended(state: RuleState, at: datetime, why: Ended) -> Step:
    """Nothing is announced of the end of what was never announced."""
    fresh = RuleState(
        since=at,
        metric=state.metric,
        verdict=state.verdict,
        value=state.value,
        samples=state.samples,
        snoozed_until=state.snoozed_until,
    )
    return Step(fresh, ended=why, tell="resolved" if state.told_at and not state.is_snoozed(at) else None)


def _gone(state: RuleState, at: datetime) -> dict[str, None]:
    return {} if state.is_snoozed(at) else {"snoozed_until": None}


def _begin(state: RuleState, at: datetime, firing_id: str) -> Step:
    quiet = state.is_snoozed(at)
    fired = RuleState(
        status="firing",
        since=at,
        metric=state.metric,
        verdict=state.verdict,
        value=state.value,
        samples=state.samples,
        firing_id=firing_id,
        told_at=None if quiet else at,
        snoozed_until=state.snoozed_until,
    )
    return Step(fired, began=True, tell=None if quiet else "fired")


def _firing(rule: RuleTerms, state: RuleState, verdict: Verdict, at: datetime) -> Step:
    good_since = (state.good_since or at) if verdict == "good" else None
    unknown_since = (state.unknown_since or at) if verdict == "unknown" else None
    if good_since and (at - good_since).total_seconds() >= 60 * rule.recovery_minutes:
        return ended(state, at, "recovered")
    if unknown_since and at - unknown_since >= RESOLVE_WITHOUT_DATA:
        return ended(state, at, "no_data")
    still = state.model_copy(update={"good_since": good_since, "unknown_since": unknown_since})
    return _told(rule, still, at)


def _told(rule: RuleTerms, state: RuleState, at: datetime) -> Step:
    """Announces what began while snoozed, and reminds of what nobody has acknowledged."""
    if state.acknowledged_at or state.is_snoozed(at):
        return Step(state)
    if state.told_at is None:
        return Step(state.model_copy(update={"told_at": at}), tell="fired")
    if at - state.told_at < REMIND_AFTER[rule.severity]:
        return Step(state)
    reminded = state.model_copy(update={"told_at": at, "reminders": state.reminders + 1})
    return Step(reminded, tell=f"reminder{reminded.reminders}")
