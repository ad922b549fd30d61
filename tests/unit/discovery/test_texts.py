import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from shared.discovery.language import languages
from shared.discovery.texts import Texts, sentences, shown_title

TEXTS = Texts.load()
FORBIDDEN = re.compile(r"!|\bflaw|\bcorrect\b|\bproblem", re.IGNORECASE)


def every_text(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    return [text for child in (node.values() if isinstance(node, dict) else node) for text in every_text(child)]


def test_no_text_shouts_or_judges():
    assert not [text for text in every_text(TEXTS.data) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("group", ["replies", "relaxed", "unmet"])
def test_every_reply_can_be_said_in_another_way(group: str):
    assert all(len(set(variants)) >= 2 for variants in TEXTS.data[group].values())


def test_the_same_sentence_is_not_said_twice_in_a_row():
    variants = ["One.", "Two.", "Three."]
    said = ""
    for turn in [0, 0, 3, 3, 1]:
        now = TEXTS.say(variants, turn, said)
        assert now != said
        said = now


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("129.00", "EUR", "€129.00"), ("129", "USD", "$129"), ("1E+2", "GBP", "£100"), ("89.50", "CHF", "89.50 CHF")],
)
def test_a_price_has_the_digits_as_stored(amount: str, currency: str, text: str):
    assert TEXTS.price(Decimal(amount), currency) == text


def test_values_are_listed_like_in_speech():
    assert TEXTS.listed(["gold"]) == "gold"
    assert TEXTS.listed(["gold", "black", "screen"]) == "gold, black and screen work"


def test_a_title_from_a_feed_is_one_plain_line():
    assert shown_title("Fjord\n\x00 <b>Round</b>\u202e") == "Fjord <b>Round</b>"


def test_sentences_end_where_they_end():
    assert sentences("The Fjord (€129.00) is first. Is it?") == ["The Fjord (€129.00) is first.", "Is it?"]


def keys(data: Mapping[str, Any], path: str = "") -> set[str]:
    inner = (keys(value, f"{path}{key}.") for key, value in data.items() if isinstance(value, dict))
    return {f"{path}{key}" for key in data}.union(*inner)


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_language_has_the_texts_of_english_and_no_others(language: str):
    """Labels apart: where a value's name is the English word already, English has none."""
    own, english = (keys(Texts.load(one).data) for one in (language, "en"))
    assert english <= own
    assert all(key.startswith("labels.") for key in own - english)
