import pytest

from shared.discovery.language import is_foreign, language_of, languages, supported


def test_five_languages_are_spoken():
    assert languages() == ("de", "en", "es", "fr", "it")


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Ich suche eine runde Brille", "de"),
        ("je cherche des lunettes rondes", "fr"),
        ("busco unas gafas redondas", "es"),
        ("cerco degli occhiali tondi", "it"),
        ("I am looking for round glasses", "en"),
    ],
)
@pytest.mark.parametrize("usual", ["en", "de", "fr", "es", "it"])
def test_a_message_is_answered_in_its_own_language_whatever_the_session_began_in(
    message: str, language: str, usual: str
):
    assert language_of(message, usual) == language


@pytest.mark.parametrize("message", ["polarised isn't important", "it doesn't suit", "I won't", "aren't they"])
def test_a_contraction_is_no_french_pronoun(message: str):
    assert language_of(message, "en") == "en"


@pytest.mark.parametrize("message", ["vintage", "52-18-140", "ok", "", "🙂", "titan"])
def test_what_belongs_to_several_languages_leaves_the_conversation_in_its_own(message: str):
    assert language_of(message, "it") == "it"


@pytest.mark.parametrize(
    "message", ["Szukam okularów przeciwsłonecznych na plażę", "太陽眼鏡", "أريد نظارات شمسية", "очки для чтения"]
)
def test_other_languages_and_scripts_are_noticed(message: str):
    assert is_foreign(message)


@pytest.mark.parametrize("message", ["sunglasses for my trip", "qwxz", "", "🙂", "52-18-140"])
def test_a_spoken_language_and_noise_are_not_foreign(message: str):
    assert not is_foreign(message)


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("fr_CA", "fr"), ("pl", None), (None, None)])
def test_a_locale_names_a_language_where_it_is_spoken(locale: str | None, language: str | None):
    assert supported(locale) == language
