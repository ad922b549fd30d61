"""What the variants of a ranking achieved, one against another."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.learning.experiments import Experiment
from shared.learning.lots import HOLDOUT
from shared.learning.proportions import Difference, difference
from shared.learning.sample_ratio import SampleRatio, sample_ratio
from shared.learning.sums import Outcome

LEARNT = "learnt"
Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True)
class Gain:
    """The shares of sessions in which something was chosen, and bought, above those of the variant compared with."""

    variant: str
    against: str
    chose: Difference
    bought: Difference


def gain(outcomes: Outcomes, variant: str, against: str) -> Gain | None:
    """None while either has no sessions."""
    new, old = outcomes.get(variant, Outcome()), outcomes.get(against, Outcome())
    if not new.sessions or not old.sessions:
        return None
    return Gain(
        variant,
        against,
        difference(old.chose, old.sessions, new.chose, new.sessions),
        difference(old.bought, old.sessions, new.bought, new.sessions),
    )


def gain_of_learning(outcomes: Outcomes) -> Gain | None:
    """Against the sessions that were held out."""
    return gain(outcomes, LEARNT, HOLDOUT)


@dataclass(frozen=True)
class Result:
    """`gains`: of each other arm against the first. Where `ratio` is suspect they mean nothing."""

    ratio: SampleRatio
    gains: tuple[Gain, ...]


def result(experiment: Experiment, outcomes: Outcomes) -> Result | None:
    """None while no session has taken part."""
    variants = [experiment.variant(arm) for arm in experiment.arms]
    sessions = [outcomes.get(variant, Outcome()).sessions for variant in variants]
    if not sum(sessions):
        return None
    gains = [gain(outcomes, variant, variants[0]) for variant in variants[1:]]
    ratio = sample_ratio(sessions, [arm.parts for arm in experiment.arms])
    return Result(ratio, tuple(each for each in gains if each))
