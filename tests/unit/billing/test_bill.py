"""Bills in decimals, by plan."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shared.billing import limit
from shared.billing.bill import Bill, bill_for
from shared.billing.meter import KINDS, metered
from shared.billing.month import SETTLING, Month
from shared.billing.plans import UnknownPlan, plan_named, plans
from shared.billing.usage import Usage
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.tenant import ClientDocuments
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


def test_half_a_cent_is_a_cent() -> None:
    """H29."""
    plan = plan_named("growth")
    plan = plan.model_copy(update={"per_unit": {**plan.per_unit, "sessions": Decimal("0.005")}})
    included = plan.included["sessions"]
    assert included is not None
    (line,) = [
        line for line in bill_for("2026-11", plan, {"sessions": included + 1}).lines if line.kind == "sessions"
    ]
    assert line.amount == Decimal("0.01")


def test_an_act_is_metered_under_one_name_however_often() -> None:
    """H29: its second telling fails the batch, and counts nothing."""
    at = datetime(2026, 11, 28, tzinfo=UTC)
    first = metered("one", "sessions", "act", at)
    assert metered("one", "sessions", "act", at + timedelta(minutes=1)).id == first.id
    others = [("two", "sessions", "act"), ("one", "messages", "act"), ("one", "sessions", "b")]
    assert len({first.id, *(metered(client, kind, act, at).id for client, kind, act in others)}) == 4  # type: ignore[arg-type]


def test_a_month_is_over_when_what_was_under_way_at_its_end_has_landed() -> None:
    """H29."""
    month = Month.named("2026-11")
    assert not month.is_over(month.end + SETTLING - timedelta(seconds=1))
    assert month.is_over(month.end + SETTLING)


def test_shoppers_are_served_while_what_was_used_cannot_be_read(documents: ClientDocuments) -> None:
    """H29: a plan is not worth an outage."""

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("no answer")

    limit._kept.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Usage, "so_far", away)
        assert limit.stopped_until(documents, "free", "messages", lambda: datetime.now(UTC)) is None
    limit._kept.clear()
