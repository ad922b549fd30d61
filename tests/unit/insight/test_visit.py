"""What a visit is, from its record and its events."""

from collections.abc import Sequence
from typing import Any

from shared.insight.visit import Visit


def _visit(*types: str, minutes: Sequence[int] | None = None, **session: Any) -> Visit:
    places = minutes or range(len(types))
    events = [
        {"eventId": str(place), "type": type, "at": f"2026-11-01T10:{minute:02d}:00.000000Z"}
        for place, (type, minute) in enumerate(zip(types, places, strict=True))
    ]
    return Visit({"platform": "html", **session}, events)


def test_a_path_holds_each_step_where_it_was_first_taken() -> None:
    """H15."""
    shown = ("widget_loaded", "web_vital", "chat_message", "try_on", "chat_message", "widget_error", "add_to_cart")
    visit = _visit(*shown)
    assert visit.path == ("loaded", "chat", "tryOn", "cart")


def test_steps_are_also_what_the_session_itself_tells() -> None:
    visit = _visit("widget_loaded", face={"faceShape": None}, consent={"face_analysis": {"id": "c"}})
    assert visit.steps == {"loaded", "face", "consent"}
    assert visit.shape == "none"


def test_what_comes_after_an_order_did_not_touch_it() -> None:
    """H14."""
    visit = _visit("chat_message", "purchase", "try_on")
    (order,) = visit.orders
    assert [touch.feature for touch in visit.touches(order)] == ["chat"]


def test_of_what_happened_at_once_the_later_feature_touched_last() -> None:
    visit = _visit("try_on", "chat_message", "purchase", minutes=(5, 5, 6))
    (order,) = visit.orders
    assert [touch.feature for touch in visit.touches(order)] == ["chat", "tryOn"]
