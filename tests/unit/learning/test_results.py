"""Variants are compared by the sessions in which something was chosen and bought."""

from datetime import UTC, datetime

from shared.learning.experiments import Arm, Experiment
from shared.learning.results import gain_of_learning, result
from shared.learning.sums import Outcome

TRIAL = Experiment(name="t", begins=datetime(2026, 11, 1, tzinfo=UTC), arms=(Arm(name="a"), Arm(name="b", parts=2)))


def test_learning_is_compared_with_the_sessions_held_out() -> None:
    """D14, H38: whether it helps is seen."""
    gain = gain_of_learning({"learnt": Outcome(9_500, 3_800, 480), "holdout": Outcome(500, 150, 20)})
    assert gain is not None
    assert 0.05 < gain.chose.low < gain.chose.by < gain.chose.high
    assert gain.bought.low < 0 < gain.bought.high


def test_nothing_is_said_before_both_have_sessions() -> None:
    assert gain_of_learning({"learnt": Outcome(10, 1, 0)}) is None
    assert result(TRIAL, {}) is None


def test_an_experiment_compares_its_arms_with_the_first() -> None:
    found = result(TRIAL, {"t:a": Outcome(1_000, 300, 30), "t:b": Outcome(2_030, 812, 80)})
    assert found is not None
    assert not found.ratio.suspect
    (gain,) = found.gains
    assert (gain.variant, gain.against) == ("t:b", "t:a")
    assert gain.chose.p < 0.001


def test_an_experiment_that_lost_sessions_is_suspect() -> None:
    """D14: the sample-ratio check."""
    found = result(TRIAL, {"t:a": Outcome(1_000, 300, 30), "t:b": Outcome(1_700, 812, 80)})
    assert found is not None
    assert found.ratio.suspect
