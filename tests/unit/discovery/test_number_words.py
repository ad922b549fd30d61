import pytest

from shared.discovery.lexicon import Lexicon
from shared.discovery.number_words import in_digits


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ninety-nine", "99"),
        ("ninety nine", "99"),
        ("a hundred and twenty five", "125"),
        ("six hundred", "600"),
        ("one fifty", "150"),
        ("one thousand two hundred", "1200"),
        ("fifteen", "15"),
    ],
)
def test_number_words_are_one_number(words: str, number: str):
    assert in_digits(words, Lexicon.load()).split() == [number]


def test_two_numbers_stay_two():
    assert in_digits("between fifty and eighty", Lexicon.load()).split() == ["between", "50", "and", "80"]


def test_places_stay():
    assert len(in_digits("under ninety-nine pounds", Lexicon.load())) == len("under ninety-nine pounds")


@pytest.mark.parametrize("message", ["the second one", "two pairs", "six sided"])
def test_small_numbers_are_left_as_words(message: str):
    assert in_digits(message, Lexicon.load()) == message
