"""H34: the shopper's mood, where it goes, and who says things again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.quality.mood import asked_again, language_of, repetition, said_again, sentiment, sentiment_slope
from shared.shopper.conversation import Message

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _said(*texts: str, role: str = "shopper") -> list[Message]:
    return [Message(f"m{place}", "s", role, text, NOW) for place, text in enumerate(texts)]  # type: ignore[arg-type]


def test_the_slope_tells_a_mood_that_darkens_from_one_that_brightens() -> None:
    texts = ["This is useless.", "Round frames", "Wonderful, thank you"]
    up, down = sentiment_slope(_said(*texts), {}), sentiment_slope(_said(*reversed(texts)), {})
    assert up is not None
    assert down is not None
    assert up.value > 0.8 > down.value
    assert "brightens" in up.why
    assert "darkens" in down.why


def test_two_messages_have_no_slope() -> None:
    assert sentiment_slope(_said("hello", "useless"), {}) is None


def test_asking_in_other_words_counts() -> None:
    found = asked_again(_said("round golden frames for driving", "I asked for golden round frames!", "and blue ones"))
    assert found[0] == 0
    assert found[1] > 0.2
    assert found[2] == 0


def test_the_same_words_over_other_frames_are_no_repetition() -> None:
    first, second = _said("Here are three pairs in gold.", "Here are three pairs in gold.", role="assistant")
    assert said_again([first, second]) == [0, 1]
    assert said_again([replace(first, product_ids=("a",)), replace(second, product_ids=("b",))]) == [0, 0]


def test_a_conversation_without_answers_repeats_nothing() -> None:
    assert repetition(_said("hello"), {}) is None


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pt"])
def test_other_languages_are_scored_with_and_without_word_lists(language: str) -> None:
    messages = [
        replace(message, language=language) for message in _said("¿Perfecto?", "Nein, das ist falsch", "Merci")
    ]
    assert language_of(messages) == language
    found = sentiment(messages, {})
    assert found is not None
    assert 0 <= found.value <= 1
