"""An order is one, however many events tell of it, and its money is exact."""

from typing import Any

import pytest

from shared.insight.orders import amount, orders


def _purchase(event_id: str, **facts: Any) -> dict[str, Any]:
    return {"eventId": event_id, "type": "purchase", "at": "2026-11-01T10:00:00.000000Z", **facts}


def test_one_order_id_is_one_order_and_each_product_counts_once() -> None:
    """H14."""
    line = {"orderId": "o", "productId": "a", "value": "10", "currency": "EUR"}
    told = [_purchase("1", **line), _purchase("2", **line), _purchase("3", **{**line, "productId": "b"})]
    (order,) = orders(told)
    assert order.revenue == {"EUR": 200_000}


def test_events_without_an_order_id_are_orders_of_their_own() -> None:
    """H14."""
    assert len(orders([_purchase("1"), _purchase("2")])) == 2


def test_an_order_of_another_session_is_not_counted() -> None:
    assert orders([_purchase("1", orderId="o")], frozenset({"o"})) == ()


def test_currencies_are_never_added_together() -> None:
    """H14."""
    (order,) = orders(
        [
            _purchase("1", orderId="o", productId="a", value="0.1", currency="EUR"),
            _purchase("2", orderId="o", productId="b", value="0.2", currency="USD"),
        ]
    )
    assert order.revenue == {"EUR": 1_000, "USD": 2_000}


@pytest.mark.parametrize(
    ("parts", "text"), [(0, "0.00"), (1_205_000, "120.50"), (3_000, "0.30"), (12_345, "1.2345"), (-10_000, "-1.00")]
)
def test_amounts_are_decimal_strings(parts: int, text: str) -> None:
    assert amount(parts) == text
