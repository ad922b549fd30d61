"""Bills in decimals, by plan."""

from decimal import Decimal

import pytest

from shared.billing.bill import Bill, bill_for
from shared.billing.meter import KINDS
from shared.billing.plans import UnknownPlan, plan_named, plans
from shared.web.contract.billing import BillShown


def test_only_what_is_beyond_the_plan_is_billed() -> None:
    """H29: growth includes 30,000 sessions; 120 more cost 0.96."""
    bill = bill_for("2026-11", plan_named("growth"), {"sessions": 30_120, "messages": 10})
    lines = {line.kind: line for line in bill.lines}
    assert (lines["sessions"].billable, lines["sessions"].amount) == (120, Decimal("0.96"))
    assert lines["messages"].amount == 0
    assert bill.total == Decimal("199.96")
    assert bill.total == bill.price + sum(line.amount for line in bill.lines)


def test_a_bill_comes_back_as_it_was_stored() -> None:
    bill = bill_for("2026-11", plan_named("growth"), {"modelTokens": 10_000_333}, "2026-12-01T02:00:00.000Z")
    assert Bill.from_body(bill.to_body()) == bill
    assert bill.status == "final"


@pytest.mark.parametrize(
    ("quantity", "state"), [(0, "ok"), (399, "ok"), (400, "warning"), (499, "warning"), (500, "stopped")]
)
def test_a_plan_warns_before_it_stops(quantity: int, state: str) -> None:
    """H29 A4: at four fifths, and at all."""
    assert plan_named("free").state("sessions", quantity) == state


def test_a_plan_without_end_never_stops() -> None:
    unlimited = plan_named("unlimited")
    assert unlimited.state("sessions", 10**9) == "ok"
    assert unlimited.share("sessions", 10**9) is None
    assert unlimited.stoppable == ()
    assert plan_named("growth").state("sessions", 10**9) == "warning"


def test_every_plan_prices_every_kind() -> None:
    for plan in plans().values():
        assert set(plan.included) == set(plan.per_unit) == set(KINDS)
    with pytest.raises(UnknownPlan):
        plan_named("golden")


@pytest.mark.parametrize("name", plans())
def test_every_plans_bill_can_be_shown(name: str) -> None:
    """A token costs less than the smallest amount of money."""
    shown = BillShown.of("one", bill_for("2026-11", plan_named(name), {}))
    assert [line.unit_price for line in shown.lines] == [f"{plan_named(name).per_unit[kind]:f}" for kind in KINDS]
