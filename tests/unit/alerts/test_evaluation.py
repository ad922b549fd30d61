"""What a measurement makes of a rule's state."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shared.alerts.defaults import DEFAULTS
from shared.alerts.evaluation import Measured, Step, judged, step
from shared.alerts.limits import REMIND_AFTER, RESOLVE_WITHOUT_DATA
from shared.alerts.rule import RuleTerms
from shared.alerts.state import RuleState

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SLOW = DEFAULTS["responseTime"]  # above 2,000 ms, good again at 1,800 ms for five minutes, of 20 samples
FLOOR = DEFAULTS["quality"]  # below 60, good again at 62


class Played:
    """A rule that is evaluated once a minute."""

    def __init__(self, rule: RuleTerms) -> None:
        self.rule, self.now = rule, START
        self.state = RuleState(since=START)
        self._ids: Iterator[int] = count(1)

    def sees(self, value: float | None, samples: int = 100, *, minutes: float = 1) -> Step:
        self.now += timedelta(minutes=minutes)
        taken = step(self.rule, self.state, Measured(value, samples), self.now, lambda: f"f{next(self._ids)}")
        self.state = taken.state
        return taken


def _with(rule: RuleTerms, **changes: object) -> RuleTerms:
    return RuleTerms.model_validate({**rule.model_dump(), **changes})


def test_a_value_that_swings_about_the_threshold_is_one_firing() -> None:
    """H24 I2."""
    played = Played(SLOW)
    steps = [played.sees(value) for value in (2100, 1900, 2100, 1700, 2100, 1900, 1700, 2050)]
    assert [taken.began for taken in steps] == [True] + [False] * 7
    assert [taken.tell for taken in steps] == ["fired"] + [None] * 7


def test_it_ends_when_values_were_good_for_the_recovery_time_on_end() -> None:
    """H24 I2."""
    played = Played(SLOW)
    played.sees(2100)
    assert [played.sees(1700).ended for _ in range(5)] == [None] * 5
    done = played.sees(1700)
    assert (done.ended, done.tell, done.state.status) == ("recovered", "resolved", "ok")


def test_between_the_thresholds_is_not_good_enough_to_end() -> None:
    """I2."""
    played = Played(SLOW)
    played.sees(2100)
    assert [played.sees(1900).ended for _ in range(30)] == [None] * 30


@pytest.mark.parametrize(("value", "verdict"), [(59.9, "bad"), (60, "between"), (61, "between"), (62, "good")])
def test_quality_is_a_floor(value: float, verdict: str) -> None:
    """H25 I5."""
    assert judged(FLOOR, Measured(value, 50)) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(2000.1, "bad"), (2000, "between"), (1800, "good")])
def test_exactly_the_threshold_does_not_fire(value: float, verdict: str) -> None:
    """I3."""
    assert judged(SLOW, Measured(value, 50)) == verdict


def test_too_few_samples_say_nothing() -> None:
    """I2: one slow call at night wakes nobody."""
    played = Played(SLOW)
    assert played.sees(60_000, samples=19).state.verdict == "unknown"
    assert played.sees(60_000, samples=20).began


def test_without_data_a_rule_keeps_quiet_or_fires_as_it_says() -> None:
    """I2."""
    assert not Played(SLOW).sees(None, 0).began
    assert Played(_with(SLOW, no_data="fire")).sees(None, 0).began


def test_a_firing_neither_ends_nor_hangs_for_ever_when_data_stop() -> None:
    """I2."""
    played = Played(SLOW)
    played.sees(2100)
    assert played.sees(None, 0).ended is None
    assert played.sees(None, 0, minutes=RESOLVE_WITHOUT_DATA.total_seconds() / 60).ended == "no_data"


def test_who_acknowledges_gets_no_reminders_and_who_does_not_gets_them() -> None:
    """H36 I6."""
    hours = REMIND_AFTER[SLOW.severity] / timedelta(hours=1)
    played = Played(SLOW)
    played.sees(2100)
    assert played.sees(2100, minutes=60 * hours).tell == "reminder1"
    assert played.sees(2100, minutes=60 * hours).tell == "reminder2"
    played.state = played.state.model_copy(update={"acknowledged_at": played.now})
    assert played.sees(2100, minutes=60 * hours).tell is None


def test_a_snoozed_rule_fires_silently_and_says_so_when_the_snooze_is_over() -> None:
    """H36 I6."""
    played = Played(SLOW)
    played.state = played.state.model_copy(update={"snoozed_until": START + timedelta(minutes=10)})
    began = played.sees(2100)
    assert (began.began, began.tell) == (True, None)
    late = played.sees(2100, minutes=15)
    assert (late.tell, late.state.snoozed_until) == ("fired", None)


def test_the_end_of_what_was_never_announced_is_not_announced() -> None:
    """I6."""
    played = Played(_with(SLOW, recovery_minutes=0))
    played.state = played.state.model_copy(update={"snoozed_until": START + timedelta(hours=1)})
    played.sees(2100)
    assert (played.sees(1000).ended, played.sees(1000).tell) == ("recovered", None)
