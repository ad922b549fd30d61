from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.discovery.wishes import Wish, Wishes
from shared.quality.components import constraints, grounding, latency, resolution, understanding
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAIN = Message("m", "s", "assistant", "Here.", NOW)


def test_grounding_is_the_share_of_shown_products_that_exist():
    shown = replace(PLAIN, product_ids=("a", "b", "ghost", "c"))
    found = grounding([shown], {id: frame(id) for id in "abc"})
    assert found is not None
    assert found.value == 0.75


def test_a_soft_wish_counts_by_how_far_it_is_met():
    wishes = Wishes(items=(Wish(slot="frameShape", value="round"),)).model_dump(mode="json", by_alias=True)
    shown = replace(PLAIN, product_ids=("a",), wishes=wishes)
    values = []
    for shape in ("round", "panto", "square"):
        found = constraints([shown], {"a": frame("a", frame_shape=shape)})
        assert found is not None
        values.append(found.value)
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


def test_understanding_leaves_out_what_was_not_judged():
    found = understanding([replace(PLAIN, understood=True), replace(PLAIN, understood=False), PLAIN], {})
    assert found is not None
    assert found.value == 0.5


@pytest.mark.parametrize(
    ("changes", "value"),
    [({"product_ids": ("a",)}, 1), ({"handover": True}, 1), ({"intent": "medical"}, 1), ({"intent": "unclear"}, 0)],
)
def test_a_request_is_done_with_products_an_answer_or_a_handover(changes: dict[str, object], value: float):
    found = resolution([replace(PLAIN, **{"intent": "find"} | changes)], {})
    assert found is not None
    assert found.value == value


def test_small_talk_is_no_request():
    assert resolution([replace(PLAIN, intent="greeting")], {}) is None


@pytest.mark.parametrize(("ms", "value"), [(100.0, 1.0), (2500.0, 0.5), (9000.0, 0.0)])
def test_latency_falls_from_good_to_bad(ms: float, value: float):
    found = latency([replace(PLAIN, duration_ms=ms)], {})
    assert found is not None
    assert found.value == value
