"""Counters are the same in every store: names as ids make them, what is taken back, what is put together."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.insight.counters import key_of
from shared.insight.merging import merge_shards
from shared.insight.period import Period
from shared.insight.rollups import Rollups, rollup_writes
from shared.platform.ports.documents import Documents, Query
from shared.platform.tenant import ClientDocuments
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop

ODD_IDS = ["a.b.c", "__x__", "7", "a:b-c_d", "..", "other"]
ACTS = ("widget_loaded", "chat_message", "purchase")


@pytest.fixture
def shop(documents: Documents, clock: SteppedClock) -> CountedShop:
    return CountedShop(ClientDocuments(documents, "one"), clock)


@pytest.mark.parametrize("id", ODD_IDS)
def test_a_product_is_counted_whatever_its_id(shop: CountedShop, id: str) -> None:
    """D13."""
    shop.tell(shop.session(), ("try_on", {"productId": id}))
    shop.tell(shop.session(), ("try_on", {"productId": id}))
    assert shop.counted()[f"products.{key_of(id)}.tried"] == 2


def test_a_visit_told_again_and_again_counts_once(shop: CountedShop) -> None:
    """D13, B15."""
    session = shop.session()
    for minute, type in enumerate(ACTS):
        shop.store(session, type, minute)
        shop.counting.take(session.session_id)
        shop.counting.take(session.session_id)
    counted = shop.counted()
    assert counted["sessions"] == counted["purchases"] == counted["paths.loaded-chat-purchase"] == 1
    assert "paths.loaded" not in counted


def test_parts_are_put_together(shop: CountedShop) -> None:
    """D13."""
    began = shop.clock() - timedelta(hours=1)
    for millisecond in range(3):
        at = began + timedelta(milliseconds=millisecond)
        shop.documents.batch(rollup_writes(shop.documents, at, {"sessions": 1, "products.p~1.tried": 1}))
    shop.clock.forward(days=6)
    merge_shards(shop.documents, shop.clock)
    period = Period(began - timedelta(hours=3), began + timedelta(hours=3), ZoneInfo("Asia/Kolkata"))
    assert dict(Rollups(shop.documents).total(period)) == {"sessions": 3, "products.p~1.tried": 3}


def test_what_a_browser_measured_is_stored_and_counts_nothing(shop: CountedShop) -> None:
    """A7 D13."""
    session = shop.session()
    shop.tell(session, "widget_loaded", ("web_vital", {"metric": "CLS", "measured": 0.01}))
    [before] = shop.documents.query(Query("sessions", {})).items
    shop.store(session, "web_vital", metric="INP", measured=40)
    shop.counting.take(session.session_id)
    [after] = shop.documents.query(Query("sessions", {})).items
    assert after.body == before.body
    assert len(shop.documents.query(Query("events", {"sessionId": session.session_id})).items) == 3
    counted = shop.counted()
    assert counted["sessions"] == counted["paths.loaded"] == counted["links.1.loaded-end"] == 1
