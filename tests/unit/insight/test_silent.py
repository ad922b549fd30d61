"""Sessions without events are counted as well."""

import pytest

from shared.insight.silent import count_silent
from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop


@pytest.fixture
def shop(documents: ClientDocuments, clock: SteppedClock) -> CountedShop:
    return CountedShop(documents, clock)


def test_a_session_of_which_no_event_tells_is_counted_once_it_has_settled(shop: CountedShop) -> None:
    """H14."""
    shop.tell(shop.session(), "widget_loaded")
    silent = shop.session()
    shop.clock.forward(minutes=9)
    assert count_silent(shop.documents, shop.clock) == 0
    shop.clock.forward(minutes=2)
    assert [count_silent(shop.documents, shop.clock) for _ in range(2)] == [1, 0]
    assert shop.counted()["sessions"] == 2
    shop.tell(silent, "widget_loaded")
    assert (shop.counted()["sessions"], shop.counted()["steps.loaded"]) == (2, 2)


def test_what_was_looked_through_is_not_read_again(shop: CountedShop) -> None:
    shop.session()
    shop.clock.forward(minutes=11)
    count_silent(shop.documents, shop.clock)
    shop.session()
    shop.clock.forward(minutes=11)
    assert count_silent(shop.documents, shop.clock) == 1
