"""What the product adds: shoppers held out at random against the others, each counted where the lot put them.

Intention to treat: a session belongs to its arm from its start on, whatever was used in it or failed in it. The lot
is the shopper's, so one who returns stays in the arm.
"""

from dataclasses import dataclass
from typing import Literal

from shared.insight.arms import HELD_OUT, TREATED
from shared.insight.contribution import SHARE_PARTS
from shared.insight.counters import Counters
from shared.insight.splits import Group
from shared.learning.proportions import Difference, difference
from shared.learning.sample_ratio import SampleRatio, sample_ratio

Verdict = Literal["off", "suspect", "unclear", "more", "less"]


@dataclass(frozen=True)
class Lift:
    """`conversion`: the treated arm's rate less the other's, with its interval; `relative`: by the other's rate."""

    conversion: Difference
    relative: float | None


@dataclass(frozen=True)
class Holdout:
    treated: Group
    held_out: Group
    expected_share: float | None  # of sessions held out, by the share in force when each began
    ratio: SampleRatio | None
    lift: Lift | None

    @property
    def verdict(self) -> Verdict:
        """What it means stands in data/explanations.json."""
        if self.ratio is None:
            return "off"
        if self.ratio.suspect:
            return "suspect"
        if self.lift is None or self.lift.conversion.low <= 0 <= self.lift.conversion.high:
            return "unclear"
        return "more" if self.lift.conversion.by > 0 else "less"


def holdout(counters: Counters) -> Holdout:
    arms = counters.under("holdout")
    treated, held_out = (Group.of(arm, arms.get(arm, Counters())) for arm in (TREATED, HELD_OUT))
    sessions = treated.sessions + held_out.sessions
    share = counters["holdout.shares"] / SHARE_PARTS / sessions if sessions else None
    ratio = sample_ratio([treated.sessions, held_out.sessions], [1 - share, share]) if share else None
    return Holdout(treated, held_out, share, ratio, _lift(treated, held_out))


def _lift(treated: Group, held_out: Group) -> Lift | None:
    if not treated.sessions or not held_out.sessions:
        return None
    found = difference(held_out.converted, held_out.sessions, treated.converted, treated.sessions)
    return Lift(found, found.by / held_out.conversion_rate if held_out.conversion_rate else None)
