"""One evaluation of a client's rules, beside others and beside people."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest

from shared.alerts.attending import NotFiring, acknowledge, snooze
from shared.alerts.checking import Change, Check
from shared.alerts.firings import FIRINGS, Firings
from shared.alerts.rules import Rules
from shared.alerts.state import Owed, states_of
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock
from tests.unit.alerts.conftest import Says

SLOW, FAST = Says({"responseTime": 2500.0}), Says({"responseTime": 100.0})


class Shop:
    def __init__(self, documents: ClientDocuments, platform: Platform, clock: SteppedClock) -> None:
        self.documents, self.clock = documents, clock
        self.told: list[Owed] = []
        self.carrier_is_away = False
        self._new_id = platform.new_id
        self._lock = Lock()

    def check(self, readings: Says) -> list[Change]:
        return Check(self.documents, self._tell, self.clock, self._new_id).run(readings, self.clock())

    def minutes(self, count: int, readings: Says) -> list[Change]:
        changes = []
        for _ in range(count):
            self.clock.forward(minutes=1)
            changes += self.check(readings)
        return changes

    @property
    def rules(self) -> Rules:
        return Rules(self.documents, self.clock, self._new_id)

    @property
    def firings(self) -> int:
        return len(self.documents.query(Query(FIRINGS, {})).items)

    def _tell(self, owed: Owed) -> None:
        if self.carrier_is_away:
            raise ConnectionError
        with self._lock:
            self.told.append(owed)


@pytest.fixture
def shop(documents: ClientDocuments, platform: Platform, clock: SteppedClock) -> Shop:
    return Shop(documents, platform, clock)


def test_a_firing_is_stored_and_told_once_however_often_it_is_looked_at(shop: Shop) -> None:
    """H24 H36 I2."""
    (began,) = shop.check(SLOW)
    assert shop.minutes(30, SLOW) == []
    assert [owed.occasion for owed in shop.told] == ["fired"]
    firing = Firings(shop.documents).get(began.firing_id)
    assert firing is not None
    assert (firing.value, firing.samples, firing.rule.action, firing.is_default) == (2500, 1000, "notify_team", True)


def test_evaluations_at_the_same_time_make_one_firing(shop: Shop) -> None:
    """H36: eight processes at the same moment, many times."""
    for _ in range(5):
        gate = Barrier(8)

        def race(_: int, gate: Barrier = gate) -> int:
            gate.wait()
            return len(shop.check(SLOW))

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(race, range(8))) <= 1
        shop.clock.forward(minutes=1)
    assert shop.firings == 1
    assert {owed.occasion for owed in shop.told} == {"fired"}


def test_an_evaluation_of_an_earlier_moment_changes_nothing(shop: Shop) -> None:
    """H36: a task that comes late, or twice."""
    shop.check(SLOW)
    before = states_of(shop.documents)
    late = Check(shop.documents, shop.told.append, shop.clock, lambda: "late")
    shop.clock.forward(minutes=-1)
    assert late.run(FAST, shop.clock()) == []
    assert states_of(shop.documents) == before


def test_what_could_not_be_published_is_published_by_the_next_evaluation(shop: Shop) -> None:
    """H24: nothing that fired goes unsaid."""
    shop.carrier_is_away = True
    with pytest.raises(ConnectionError):
        shop.check(SLOW)
    assert (shop.firings, shop.told) == (1, [])
    shop.carrier_is_away = False
    shop.minutes(2, SLOW)
    assert [owed.occasion for owed in shop.told] == ["fired"]
    assert states_of(shop.documents).owed == ()


def test_an_acknowledgement_is_not_lost_to_an_evaluation(shop: Shop) -> None:
    """H36."""
    shop.check(SLOW)
    acknowledge(shop.documents, "one:responseTime", "ann@shop.example", shop.clock())
    acknowledge(shop.documents, "one:responseTime", "bob@shop.example", shop.clock())
    shop.minutes(3, SLOW)
    assert states_of(shop.documents).rules["one:responseTime"].acknowledged_by == "ann@shop.example"
    shop.clock.forward(days=2)
    shop.check(SLOW)
    assert [owed.occasion for owed in shop.told] == ["fired"]
    with pytest.raises(NotFiring):
        acknowledge(shop.documents, "one:quality", "ann@shop.example", shop.clock())


def test_a_snooze_outlives_the_firing_that_it_was_meant_for(shop: Shop) -> None:
    """H36: swinging values do not talk their way past it."""
    snooze(shop.documents, "one:responseTime", shop.clock().replace(year=2999), shop.clock())
    shop.check(SLOW)
    shop.minutes(10, FAST)
    shop.minutes(1, SLOW)
    assert (shop.firings, shop.told) == (2, [])


def test_a_rule_that_is_switched_off_while_it_fires_ends(shop: Shop) -> None:
    """H25."""
    shop.check(SLOW)
    shop.documents.batch([shop.rules.changed("one:responseTime", {"enabled": False})[2]])
    (over,) = shop.minutes(1, SLOW)
    assert over.ended == "rule_changed"
    assert [owed.occasion for owed in shop.told] == ["fired", "resolved"]
    assert shop.minutes(5, SLOW) == []


def test_a_firing_whose_record_is_gone_still_ends(shop: Shop) -> None:
    """H36: erased, or past its 400 days; the client's other rules would otherwise never be looked at again."""
    (began,) = shop.check(SLOW)
    shop.documents.delete(FIRINGS, began.firing_id)
    acknowledge(shop.documents, "one:responseTime", "ann@shop.example", shop.clock())
    (over,) = shop.minutes(6, FAST)
    assert (over.firing_id, over.ended, shop.firings) == (began.firing_id, "recovered", 0)
    assert len(shop.minutes(1, SLOW)) == 1


def test_an_acknowledgement_and_an_evaluation_at_the_same_time_are_both_kept(shop: Shop) -> None:
    """H36: whichever comes first, on the state and in the history."""
    (began,) = shop.check(SLOW)
    for _ in range(5):
        shop.clock.forward(minutes=1)
        gate = Barrier(2)

        def evaluate(gate: Barrier = gate) -> None:
            gate.wait()
            shop.check(SLOW)

        def take_on(gate: Barrier = gate) -> None:
            gate.wait()
            acknowledge(shop.documents, "one:responseTime", "ann@shop.example", shop.clock())

        with ThreadPoolExecutor(2) as pool:
            for done in (pool.submit(evaluate), pool.submit(take_on)):
                done.result()
    states = states_of(shop.documents)
    assert states.evaluated_at == shop.clock()
    assert states.rules["one:responseTime"].acknowledged_by == "ann@shop.example"
    firing = Firings(shop.documents).get(began.firing_id)
    assert firing is not None
    assert firing.acknowledged_by == "ann@shop.example"


def test_one_clients_values_do_not_move_anothers_rules(shop: Shop, platform: Platform, clock: SteppedClock) -> None:
    """H25."""
    shop.check(SLOW)
    other = ClientDocuments(platform.documents, "two")
    assert states_of(other).rules == {}
    assert Firings(other).get(next(iter(shop.told)).firing_id) is None
