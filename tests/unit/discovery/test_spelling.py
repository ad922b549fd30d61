import pytest

from shared.discovery.lexicon import Lexicon
from shared.discovery.spelling import Spelling, distance
from shared.discovery.wording import Token

WORDS = Spelling(["titanium", "round", "tortoise", "gold", "sunglasses", "black"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titanuim", "titanium"),
        ("ruond", "round"),
        ("sunglases", "sunglasses"),
        ("tortose", "tortoise"),
        ("blak", None),
    ],
)
def test_a_misspelt_word_finds_the_one_meant(typed: str, meant: str | None):
    assert WORDS.nearest(typed) == meant


@pytest.mark.parametrize("word", ["gild", "old", "cold", "found", "bound", "titan"])
def test_short_words_and_other_first_letters_are_left_alone(word: str):
    assert WORDS.nearest(word) is None


def test_a_swap_of_neighbours_is_one_edit():
    assert distance("ruond", "round") == 1
    assert distance("rnd", "round") == 2


@pytest.mark.parametrize(
    "word", ["while", "great", "found", "pound", "share", "mental", "close", "write", "cover", "block"]
)
def test_everyday_words_are_never_taken_for_misspelt_ones(word: str):
    assert Lexicon.load().canonical(Token(word, 0, len(word))) == word
