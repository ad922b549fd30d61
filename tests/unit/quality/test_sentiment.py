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
