"""H34: how well requests were served."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.quality.service import handover, latency, resolution, understanding
from shared.shopper.conversation import Message

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLAIN = Message("m", "s", "assistant", "Here.", NOW)


def test_understanding_leaves_out_what_was_not_judged() -> None:
    found = understanding([replace(PLAIN, understood=True), replace(PLAIN, understood=False), PLAIN], {})
    assert found is not None
    assert found.value == 0.5


def test_a_word_not_known_makes_a_message_half_understood() -> None:
    found = understanding([replace(PLAIN, understood=True, unknown_words=("clubmaster",))], {})
    assert found is not None
    assert found.value == 0.5


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"product_ids": ("a",)}, 1),
        ({"handover": True, "intent": "person"}, 1),
        ({"handover": True, "intent": "unclear"}, 0),
        ({"intent": "medical"}, 1),
        ({"intent": "unclear"}, 0),
    ],
)
def test_a_request_is_done_with_products_an_answer_or_a_wanted_handover(
    changes: dict[str, object], value: float
) -> None:
    found = resolution([replace(PLAIN, **{"intent": "find"} | changes)], {})  # type: ignore[arg-type]
    assert found is not None
    assert found.value == value


def test_small_talk_is_no_request() -> None:
    assert resolution([replace(PLAIN, intent="greeting")], {}) is None


@pytest.mark.parametrize(("ms", "value"), [(100.0, 1.0), (2500.0, 0.5), (9000.0, 0.0)])
def test_latency_falls_from_good_to_bad(ms: float, value: float) -> None:
    found = latency([replace(PLAIN, duration_ms=ms)], {})
    assert found is not None
    assert found.value == value


def test_a_handover_is_good_when_wanted_and_bad_when_forced_by_failure() -> None:
    wanted, forced = (replace(PLAIN, handover=True, intent=intent) for intent in ("person", "unclear"))
    values = [found.value for messages in ([wanted], [wanted, forced], [forced]) if (found := handover(messages, {}))]
    assert values == [1, 0.5, 0]
    assert handover([PLAIN], {}) is None
