"""What a measurement makes of a rule's state."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from shared.alerts.evaluation import Measured, Step, judged, step
from shared.alerts.rule import RuleTerms, problems
from shared.alerts.state import RuleState

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
SLOW: dict[str, Any] = {
    "name": "Slow",
    "metric": "responseTime",
    "operator": "above",
    "threshold": 2000,
    "recovery_threshold": 1800,
    "window_minutes": 15,
    "min_samples": 20,
    "recovery_minutes": 5,
}


def rule(**changes: Any) -> RuleTerms:
    return RuleTerms.model_validate({**SLOW, **changes})


def run(terms: RuleTerms, *values: float | None, samples: int = 100, every: float = 1) -> list[Step]:
    """A measurement a minute."""
    state, steps, ids = RuleState(since=AT), [], count()
    for minute, value in enumerate(values):
        at = AT + timedelta(minutes=minute * every)
        taken = step(terms, state, Measured(value, samples), at, lambda: f"firing-{next(ids)}")
        state = taken.state
        steps.append(taken)
    return steps


def test_a_rule_fires_above_its_threshold_and_once() -> None:
    """I2: two seconds; ten minutes of it are one firing, announced once."""
    steps = run(rule(), 1999, 2001, *[3000] * 9)
    assert [taken.tell for taken in steps] == [None, "fired", *[None] * 9]
    assert sum(taken.began for taken in steps) == 1


@pytest.mark.parametrize("metric", ["availability", "quality"])
def test_a_floor_fires_below(metric: str) -> None:
    """I4 I6: availability and quality."""
    threshold = 0.999 if metric == "availability" else 60
    terms = rule(metric=metric, operator="below", threshold=threshold, recovery_threshold=threshold)
    steps = run(terms, threshold, threshold * 0.9)
    assert [taken.began for taken in steps] == [False, True]


def test_a_value_that_swings_about_the_threshold_is_one_firing() -> None:
    """Hysteresis: it ends only after five good minutes on end."""
    steps = run(rule(), 2500, 1900, 2500, 1900, 1700, 1700, 2100, *[1700] * 6)
    assert sum(taken.began for taken in steps) == 1
    assert [taken.ended for taken in steps][-1] == "recovered"
    assert steps[-1].tell == "resolved"


def test_too_few_samples_say_nothing() -> None:
    """I2: one slow call at night wakes nobody."""
    assert not any(taken.began for taken in run(rule(), *[9000] * 5, samples=19))


def test_no_data_fires_where_it_is_asked_to() -> None:
    assert not any(taken.began for taken in run(rule(), *[None] * 5))
    assert sum(taken.began for taken in run(rule(no_data="fire"), *[None] * 5)) == 1


def test_what_nobody_sees_to_is_told_again() -> None:
    told = [taken.tell for taken in run(rule(severity="alert"), *[3000] * 50, every=30) if taken.tell]
    assert told[0] == "fired"
    assert told[1] == "reminder1"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metric": "quality", "operator": "above", "threshold": 60, "recovery_threshold": 60}, "operator"),
        ({"operator": "below"}, "operator"),
        ({"recovery_threshold": 2500}, "recoveryThreshold"),
        ({"metric": "errorRate", "threshold": 5, "recovery_threshold": 3}, "threshold"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_so(changes: dict[str, Any], field: str) -> None:
    """I6: a quality that fires above would wake people for good news."""
    assert field in [problem.field for problem in problems(rule(**changes), "one")]


@pytest.mark.parametrize(
    ("value", "verdict"), [(2000.1, "bad"), (2000, "between"), (1801, "between"), (1800, "good")]
)
def test_exactly_the_threshold_is_not_bad_and_short_of_the_recovery_is_not_good(value: float, verdict: str) -> None:
    """I2."""
    assert judged(rule(), Measured(value, 50)) == verdict


def test_between_the_thresholds_a_firing_goes_on() -> None:
    """I2: hysteresis."""
    assert [taken.ended for taken in run(rule(), 2500, *[1900] * 60)] == [None] * 61


def test_a_firing_neither_ends_at_once_nor_hangs_for_ever_when_data_stop() -> None:
    """I2."""
    steps = run(rule(), 2500, *[None] * 26, every=60)
    assert [taken.ended for taken in steps].index("no_data") == 25
    assert steps[24].state.status == "firing"


def test_a_snoozed_rule_fires_silently_and_says_so_when_the_snooze_is_over() -> None:
    """H36."""
    snoozed = RuleState(since=AT, snoozed_until=AT + timedelta(minutes=10))
    began = step(rule(), snoozed, Measured(2500, 50), AT, lambda: "f")
    assert (began.began, began.tell) == (True, None)
    late = step(rule(), began.state, Measured(2500, 50), AT + timedelta(minutes=10), lambda: "g")
    assert (late.tell, late.state.firing_id, late.state.snoozed_until) == ("fired", "f", None)


def test_the_end_of_what_was_never_announced_is_not_announced() -> None:
    """H36."""
    snoozed = RuleState(since=AT, snoozed_until=AT + timedelta(hours=1))
    at_once = rule(recovery_minutes=0)
    began = step(at_once, snoozed, Measured(2500, 50), AT, lambda: "f")
    over = step(at_once, began.state, Measured(100, 50), AT + timedelta(minutes=1), lambda: "g")
    assert (over.ended, over.tell) == ("recovered", None)
