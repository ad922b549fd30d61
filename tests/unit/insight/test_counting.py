"""Every session counts once, whatever is delivered again, late or out of order."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.insight import counting
from shared.insight.contribution import Counts
from shared.insight.rollups import ROLLUPS
from shared.insight.visit import Visit
from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.shopper.privacy import Privacy
from tests.support import SteppedClock
from tests.unit.insight.visits import CountedShop

BOUGHT = {"orderId": "o-1", "productId": "p.1", "value": "120.50", "currency": "EUR"}


@pytest.fixture
def shop(documents: ClientDocuments, clock: SteppedClock) -> CountedShop:
    return CountedShop(documents, clock)


def test_a_visit_is_counted_in_all_its_parts(shop: CountedShop) -> None:
    """H14, H15, D13."""
    acts = (
        "widget_loaded",
        "widget_opened",
        "chat_message",
        "recommendation_viewed",
        ("try_on", {"productId": "p.1"}),
    )
    shop.tell(
        shop.session("shopify", device="mobile"), *acts, ("add_to_cart", {"productId": "p.1"}), ("purchase", BOUGHT)
    )
    counted = shop.counted()
    assert counted["sessions"] == counted["purchases"] == counted["tryOns"] == 1
    assert counted["revenue.EUR"] == 1_205_000
    assert [counted[f"funnel.{step}"] for step in ("loaded", "consent", "face", "purchase")] == [1, 1, 1, 1]
    assert [counted[f"steps.{step}"] for step in ("loaded", "consent", "face", "purchase")] == [1, 0, 0, 1]
    assert counted["paths.loaded-opened-chat-recommendation-tryOn-cart-purchase"] == 1
    assert counted["links.2.opened-chat"] == counted["links.7.purchase-end"] == 1
    assert counted["by.platform.shopify.converted"] == counted["by.device.mobile.converted"] == 1
    assert counted["products.p~1.tried"] == counted["products.p~1.bought"] == 1
    assert counted["lastTouch.tryOn.revenue.EUR"] == 1_205_000
    assert counted["assisted.chat.purchases"] == counted["assisted.recommendation.purchases"] == 1


def test_in_any_order_and_however_often_the_counts_are_the_same(shop: CountedShop) -> None:
    """B15, D13."""
    acts = ["widget_loaded", "widget_opened", "chat_message", "try_on", "add_to_cart", "chat_message", "purchase"]
    shop.tell(shop.session(), *acts)
    once = dict(shop.counted())
    chance = random.Random(3)  # noqa: S311 - no secret
    session = shop.session()
    for minute in chance.sample(range(len(acts)), len(acts)):
        shop.store(session, acts[minute], minute)
        shop.counting.take(session.session_id)
        shop.counting.take(session.session_id)
    assert dict(shop.counted()) == {name: 2 * count for name, count in once.items()}


def test_late_events_change_the_path_that_was_counted(shop: CountedShop) -> None:
    """H15."""
    session = shop.session()
    shop.tell(session, "widget_loaded")
    shop.store(session, "try_on", 9)
    shop.counting.take(session.session_id)
    shop.store(session, "chat_message", 5)
    shop.counting.take(session.session_id)
    assert {name for name in shop.counted() if name.startswith("paths.")} == {"paths.loaded-chat-tryOn"}


def test_an_order_counts_once_whichever_session_tells_of_it(shop: CountedShop) -> None:
    """H14."""
    shop.tell(shop.session(), ("purchase", BOUGHT), ("purchase", BOUGHT))
    shop.tell(shop.session(), ("purchase", BOUGHT))
    counted = shop.counted()
    assert (counted["sessions"], counted["purchases"], counted["revenue.EUR"]) == (2, 1, 1_205_000)
    assert counted["steps.purchase"] == counted["paths.purchase"] == 1


def test_an_order_of_two_products_is_one_order_of_both_values(shop: CountedShop) -> None:
    """H14."""
    more = {**BOUGHT, "productId": "p2", "value": "0.1"}
    shop.tell(shop.session(), ("purchase", BOUGHT), ("purchase", more))
    counted = shop.counted()
    assert (counted["purchases"], counted["revenue.EUR"], counted["products.p2.revenue.EUR"]) == (1, 1_206_000, 1_000)


def test_last_touches_add_up_to_the_whole_and_old_ones_are_out_of_the_window(shop: CountedShop) -> None:
    """H14."""
    for minutes in (10, 25 * 60):
        session = shop.session()
        shop.store(session, "chat_message", 0)
        shop.store(session, "purchase", minutes, value="10", currency="USD")
        shop.counting.take(session.session_id)
    counted = shop.counted()
    assert counted["lastTouch.chat.purchases"] == counted["lastTouch.none.purchases"] == 1
    assert counted["assisted.chat.revenue.USD"] == 100_000


def test_what_the_session_holds_counts_without_events(shop: CountedShop) -> None:
    ranked = [{"productId": "a", "score": 0.75}, {"productId": "b", "score": 0.5}]
    shop.tell(shop.session(face={"faceShape": "oval"}, recommendations=ranked))
    counted = shop.counted()
    assert counted["steps.face"] == counted["by.shape.oval.sessions"] == counted["products.a.recommended"] == 1
    assert counted["products.a.scores"] == 7500


def test_sessions_counted_at_once_by_many_are_all_counted(shop: CountedShop) -> None:
    """D13."""
    started = [shop.session() for _ in range(12)]
    for session in started:
        shop.store(session, "widget_loaded")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda session: shop.counting.take(session.session_id), started * 2))
    assert shop.counted()["steps.loaded"] == shop.counted()["sessions"] == 12


def test_a_second_delivery_while_the_first_is_counted_counts_nothing(
    shop: CountedShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D13: it has read the session before the other wrote, and the counters after."""
    session, contribution = shop.session(), counting.contribution
    shop.store(session, "widget_loaded")

    def after_another(visit: Visit) -> Counts:
        monkeypatch.setattr(counting, "contribution", contribution)
        shop.counting.take(session.session_id)
        return contribution(visit)

    monkeypatch.setattr(counting, "contribution", after_another)
    shop.counting.take(session.session_id)
    assert (shop.counted()["sessions"], shop.counted()["steps.loaded"]) == (1, 1)


def test_an_erased_session_stays_counted_and_nothing_names_it(shop: CountedShop, documents: ClientDocuments) -> None:
    session = shop.session()
    shop.tell(session, "widget_loaded", ("purchase", BOUGHT))
    Privacy(documents, shop.clock, lambda: "receipt").erase(session.session_id)
    shop.counting.take(session.session_id)
    assert shop.counted()["sessions"] == 1
    stored = [document.body for name in (ROLLUPS, "orders") for document in documents.query(Query(name, {})).items]
    assert session.session_id not in repr(stored)
    assert "o-1" not in repr(stored)


def test_what_a_browser_measured_changes_no_counter(shop: CountedShop) -> None:
    """A7 D13 H14 H15: no step, no touch, no figure."""
    acts: list[Any] = ["widget_loaded", "widget_opened", "try_on", "add_to_cart", ("purchase", BOUGHT)]
    shop.tell(shop.session(), *acts)
    without = dict(shop.counted())
    other = {**BOUGHT, "orderId": "o-2"}
    vital = ("web_vital", {"metric": "LCP", "measured": 900, "productId": "p.1"})
    shop.tell(shop.session(), *(told for act in [*acts[:-1], ("purchase", other)] for told in (vital, act)), vital)
    assert dict(shop.counted()) == {name: 2 * count for name, count in without.items()}


def test_measurements_take_no_events_place(shop: CountedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A7 D13: of those that one session may add."""
    monkeypatch.setattr(counting, "_MOST_EVENTS", 4)
    shop.tell(shop.session(), "widget_loaded", *["web_vital"] * 3, *["try_on"] * 4)
    assert (shop.counted()["steps.loaded"], shop.counted()["tryOns"]) == (1, 3)
