"""Who is in which arm is settled by the session's id alone."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from shared.learning.experiments import Arm, Experiment, Experiments
from shared.learning.sample_ratio import sample_ratio
from shared.platform.tenant import ClientDocuments

BEGINS = datetime(2026, 11, 1, tzinfo=UTC)
SESSIONS = [f"session-{number}" for number in range(20_000)]


def _experiment(**changes: Any) -> Experiment:
    facts: dict[str, Any] = {"name": "x", "begins": BEGINS, "arms": (Arm(name="a"), Arm(name="b", parts=3))}
    return Experiment(**(facts | changes))


def test_a_session_stays_in_its_arm() -> None:
    """D14."""
    first, again = _experiment(), _experiment()
    assert [first.arm_of(session) for session in SESSIONS[:500]] == [again.arm_of(s) for s in SESSIONS[:500]]


def test_arms_get_their_parts_and_the_share_takes_part() -> None:
    """D14: the sample-ratio check holds."""
    arms = [_experiment(share=0.4).arm_of(session) for session in SESSIONS]
    counts = Counter(arm.name for arm in arms if arm)
    assert sum(counts.values()) / len(SESSIONS) == pytest.approx(0.4, abs=0.01)
    assert not sample_ratio([counts["a"], counts["b"]], [1, 3]).suspect


def test_two_experiments_part_the_sessions_independently() -> None:
    one, other = _experiment(name="one", arms=_arms()), _experiment(name="other", arms=_arms())
    pairs = Counter((one.variant(a), other.variant(b)) for a, b in _both(one, other))
    assert len(pairs) == 4
    assert not sample_ratio(list(pairs.values()), [1, 1, 1, 1]).suspect


def _arms() -> tuple[Arm, Arm]:
    return Arm(name="a"), Arm(name="b")


def _both(one: Experiment, other: Experiment) -> list[tuple[Arm, Arm]]:
    pairs = [(one.arm_of(session), other.arm_of(session)) for session in SESSIONS]
    return [(a, b) for a, b in pairs if a and b]


def test_it_runs_from_its_beginning_until_before_its_end() -> None:
    trial = _experiment(ends=BEGINS + timedelta(days=7))
    assert not trial.running(BEGINS - timedelta(seconds=1))
    assert trial.running(BEGINS)
    assert not trial.running(BEGINS + timedelta(days=7))


@pytest.mark.parametrize(
    "wrong",
    [
        {"arms": (Arm(name="a"),)},
        {"arms": (Arm(name="a"), Arm(name="a"))},
        {"share": 0},
        {"name": "Not A Name"},
        {"begins": datetime(2026, 11, 1)},  # noqa: DTZ001 - a time without a zone is what is refused
    ],
)
def test_experiments_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _experiment(**wrong)


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_factors_beyond_the_bounds_are_refused(factor: float) -> None:
    with pytest.raises(ValidationError):
        Arm(name="a", factors={"faceShape": factor})


def test_they_are_stored_and_read_back(documents: ClientDocuments) -> None:
    kept = (_experiment(), _experiment(name="y", arms=(Arm(name="a", factors={"price": 1.2}), Arm(name="b"))))
    experiments = Experiments(documents)
    assert experiments.all() == ()
    experiments.save(kept)
    assert experiments.all() == kept
