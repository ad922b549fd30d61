import pytest

from shared.discovery.folding import PLURAL, Folding


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("german", ["runde", "runder", "rundes", "runden"]),
        ("french", ["ronde", "rondes", "rond"]),
        ("spanish", ["redonda", "redondas", "redondos"]),
        ("italian", ["tonda", "tonde", "tondi"]),
        (PLURAL, ["aviator", "aviators"]),
    ],
)
def test_the_forms_of_a_word_are_one(name: str, forms: list[str]):
    assert len({Folding(name).fold(form) for form in forms}) == 1


def test_words_that_are_kept_stay_as_they_are():
    assert Folding(PLURAL, ["shades"]).fold("shades") == "shades"
