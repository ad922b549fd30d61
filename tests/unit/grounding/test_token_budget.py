"""A client's tokens of a day."""

from shared.grounding.token_budget import TokenBudget
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock


def test_tokens_add_up_within_a_day_and_begin_anew_with_the_next(
    documents: ClientDocuments, clock: SteppedClock
) -> None:
    budget = TokenBudget(documents, clock, per_day=100)
    assert budget.has_left()
    budget.spend(60)
    budget.spend(0)
    assert budget.has_left()
    budget.spend(40)
    assert not budget.has_left()
    clock.forward(days=1)
    assert budget.used() == 0


def test_instances_count_together_and_clients_apart(platform: Platform, clock: SteppedClock) -> None:
    one, two = (ClientDocuments(platform.documents, name) for name in ("one", "two"))
    TokenBudget(one, clock, 100).spend(70)
    TokenBudget(one, clock, 100).spend(30)
    assert TokenBudget(one, clock, 100).used() == 100
    assert TokenBudget(two, clock, 100).has_left()


def test_a_budget_of_nothing_is_off(documents: ClientDocuments, clock: SteppedClock) -> None:
    assert not TokenBudget(documents, clock, per_day=0).has_left()
