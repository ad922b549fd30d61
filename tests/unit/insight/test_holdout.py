"""What the product adds, by shoppers held out at random."""

import random

import pytest

from shared.insight.arms import arm_of
from shared.insight.counters import Counters
from shared.insight.holdout import holdout
from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop

SHARE = 0.3


def _counters(treated: tuple[int, int], held_out: tuple[int, int], share: float = SHARE) -> Counters:
    """Sessions of each arm, and how many of them bought."""
    whole = treated[0] + held_out[0]
    counts = {"holdout.shares": round(share * 10_000) * whole}
    for arm, (sessions, converted) in (("treated", treated), ("heldOut", held_out)):
        counts |= {f"holdout.{arm}.sessions": sessions, f"holdout.{arm}.converted": converted}
    return Counters(counts)


def test_the_interval_holds_a_known_lift_about_95_times_in_100() -> None:
    """H14: 400 simulated months of 4,000 shoppers, of whom 5 % buy without the product and 7 % with it."""
    chance = random.Random(11)  # noqa: S311 - no secret
    held, verdicts = 0, []
    for month in range(400):
        sessions, converted = {"treated": 0, "heldOut": 0}, {"treated": 0, "heldOut": 0}
        for shopper in range(4000):
            arm = arm_of("one", f"{month}-{shopper}", SHARE)
            sessions[arm] += 1
            converted[arm] += chance.random() < (0.07 if arm == "treated" else 0.05)
        found = holdout(_counters(*((sessions[arm], converted[arm]) for arm in ("treated", "heldOut"))))
        assert found.lift is not None
        held += found.lift.conversion.low <= 0.02 <= found.lift.conversion.high
        verdicts.append(found.verdict)
    assert 0.92 <= held / 400 <= 0.98
    assert "suspect" not in verdicts
    assert verdicts.count("more") > 200


def test_a_shopper_stays_in_one_arm_and_a_larger_share_only_adds() -> None:
    small = {user for user in map(str, range(2000)) if arm_of("one", user, 0.1) == "heldOut"}
    large = {user for user in map(str, range(2000)) if arm_of("one", user, 0.2) == "heldOut"}
    assert small < large
    assert len(small) == pytest.approx(200, abs=45)
    assert {user for user in small if arm_of("two", user, 0.1) == "heldOut"} != small


def test_arms_of_the_wrong_size_are_suspect() -> None:
    """H14."""
    found = holdout(_counters((8000, 500), (2000, 100)))
    assert found.verdict == "suspect"


@pytest.mark.parametrize(
    ("treated", "held_out", "verdict"),
    [((7000, 700), (3000, 150), "more"), ((7000, 350), (3000, 300), "less"), ((70, 5), (30, 2), "unclear")],
)
def test_the_verdict_is_what_the_interval_says(
    treated: tuple[int, int], held_out: tuple[int, int], verdict: str
) -> None:
    assert holdout(_counters(treated, held_out)).verdict == verdict


def test_nobody_and_one_arm_alone_give_no_lift() -> None:
    assert (holdout(Counters()).verdict, holdout(Counters()).lift) == ("off", None)
    alone = holdout(_counters((3, 1), (0, 0)))
    assert (alone.verdict, alone.lift) == ("unclear", None)


def test_arms_count_from_the_start_whatever_was_used(documents: ClientDocuments, clock: SteppedClock) -> None:
    """H14: intention to treat."""
    shop = CountedShop(documents, clock)
    for arm, acts in (("treated", ()), ("treated", ("widget_loaded", "purchase")), ("heldOut", ("purchase",))):
        shop.tell(shop.session(holdout={"arm": arm, "share": 0.25}), *acts)
    found = holdout(shop.counted())
    assert (found.treated.sessions, found.treated.converted) == (2, 1)
    assert (found.held_out.sessions, found.held_out.converted) == (1, 1)
    assert found.expected_share == 0.25
