import pytest

from shared.quality.sentiment import polarity, says


@pytest.mark.parametrize(
    ("text", "sign"),
    [("I love these, great", 1), ("ugly and boring", -1), ("not good", -1), ("not bad", 1), ("round frames", 0)],
)
def test_a_text_sounds_as_its_words_do(text: str, sign: int):
    value = polarity(text)
    assert (value > 0) - (value < 0) == sign
    assert -1 <= value <= 1


def test_complaints_praises_and_apologies_are_heard_as_phrases():
    assert says("That's NOT what I asked!", "complaints")
    assert says("Thank you so much", "praises")
    assert says("I am sorry, that was not it.", "apologies")
    assert not says("a wrongful thing", "complaints")


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("Die ist wunderschön", "de", 1),
        ("Die ist wunderschon", "de", 1),
        ("schön", "de", 1),
        ("Das habe ich schon", "de", 0),
        ("nicht schön", "de", -1),
        ("C'est décevant", "fr", -1),
        ("parfait", "fr", 1),
        ("perfekt", "xx", 0),
    ],
)
def test_other_languages_are_heard_by_their_words(text: str, language: str, sign: int) -> None:
    """H34: accents are told apart where a word would be another without them."""
    value = polarity(text, language)
    assert (value > 0) - (value < 0) == sign


def test_phrases_with_accents_are_heard_with_and_without() -> None:
    assert says("Ich bin enttäuscht", "complaints", "de")
    assert says("Ich bin enttauscht", "complaints", "de")
    assert not says("enttäuscht", "complaints", "xx")
