import pytest

from shared.discovery.lexicon import Lexicon
from shared.discovery.phrases import parts
from shared.discovery.sentence import adds, corrects, statements
from shared.discovery.understanding import Context, understand
from shared.discovery.wording import plain, tokens


def stands(message: str) -> list[tuple[str, str]]:
    found = parts(tokens(plain(message)), Lexicon.load())
    return [(value, one.stand) for one in statements(found) for _, value in one.entry.wishes]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("no titanium, black please", [("titanium", "excluded"), ("black", "wanted")]),
        ("not round but square", [("round", "excluded"), ("square", "wanted")]),
        ("without wood or acetate in blue", [("wood", "excluded"), ("acetate", "excluded"), ("blue", "wanted")]),
        ("no black wood", [("black", "excluded"), ("wood", "excluded")]),
        ("no black and round", [("black", "excluded"), ("round", "wanted")]),
        ("not gold and silver", [("gold", "excluded"), ("silver", "excluded")]),
        ("anything but black", [("black", "excluded")]),
        ("not too round", [("round", "softened")]),
        ("I don't want anything too round", [("round", "softened")]),
        ("I don't mind titanium", [("titanium", "wanted")]),
        ("not sure, maybe round", [("round", "wanted")]),
        ("not only round", [("round", "wanted")]),
        ("forget the titanium, gold", [("titanium", "dropped"), ("gold", "wanted")]),
        ("not round. Gold", [("round", "excluded"), ("gold", "wanted")]),
        ("black, not blue", [("black", "wanted"), ("blue", "excluded")]),
        ("black? no. gold? never", [("black", "excluded"), ("gold", "excluded")]),
        ("gold: no", [("gold", "excluded")]),
        ("blue is ok, green isn't", [("blue", "wanted"), ("green", "excluded")]),
        ("gold is not bad", [("gold", "wanted")]),
        ("gold isn't important", [("gold", "dropped")]),
        ("gold - no way", [("gold", "excluded")]),
        ("gold, no logos", [("gold", "wanted")]),
        ("no logos or gold", [("gold", "excluded")]),
        ("black frames make me look tired", [("black", "excluded")]),
        ("aviators are not for me", [("aviator", "excluded")]),
        ("I have enough black ones", [("black", "excluded")]),
        ("all colours bar red", [("red", "excluded")]),
        ("I'd rather die than wear rimless", [("rimless", "excluded")]),
        ("wood instead of titanium", [("wood", "wanted"), ("titanium", "excluded")]),
        ("black frames are not for me", [("black", "excluded")]),
        ("no black sunglasses", [("black", "excluded"), ("sunglasses", "wanted")]),
        ("no sunglasses", [("sunglasses", "excluded")]),
        ("red, blue and green are not for me", [("red", "excluded"), ("blue", "excluded"), ("green", "excluded")]),
        (
            "I like red, blue and green are not for me",
            [("red", "wanted"), ("blue", "excluded"), ("green", "excluded")],
        ),
    ],
)
def test_a_not_reaches_as_far_as_a_listener_would_say(message: str, expected: list[tuple[str, str]]):
    assert stands(message) == expected


def test_a_colour_beside_lenses_is_the_lenses_colour():
    found = parts(tokens("green or brown tinted lenses, gold frame"), Lexicon.load())
    assert [slot for part in found for slot in part.slots] == ["lensColour", "lensColour", "colour"]


@pytest.mark.parametrize("message", ["brown hair", "my eyes are very blue", "my hair is red", "a square jaw"])
def test_what_the_shoppers_own_are_like_is_no_wish(message: str):
    assert stands(message) == []


@pytest.mark.parametrize("message", ["actually gold", "no, gold", "no rather gold", "make it gold", "gold instead"])
def test_corrections_are_heard(message: str):
    assert corrects(parts(tokens(plain(message)), Lexicon.load()))


def test_additions_are_heard():
    assert adds(parts(tokens("also in gold"), Lexicon.load()))
    assert adds(parts(tokens("or gold"), Lexicon.load()))
    assert not adds(parts(tokens("gold or black"), Lexicon.load()))


@pytest.mark.parametrize("message", ["only gold", "it must be gold", "gold is a must"])
def test_insisting_is_heard(message: str):
    found = parts(tokens(plain(message)), Lexicon.load())
    assert [one.insisted for one in statements(found)] == [True]


@pytest.mark.parametrize(
    ("language", "message", "wanted", "unwanted"),
    [
        ("en", "rather square than round", "square", "round"),
        ("de", "lieber oval als rund", "oval", "round"),
        ("fr", "plutôt carré que rond", "square", "round"),
        ("es", "mejor cuadradas que redondas", "square", "round"),
        ("it", "meglio quadrati che tondi", "square", "round"),
    ],
)
def test_what_something_is_preferred_to_is_not_wanted(language: str, message: str, wanted: str, unwanted: str):
    said = understand(message, Lexicon.load(language), Context()).wishes
    assert wanted in said.values("frameShape")
    assert said.values("frameShape", "unwanted") == (unwanted,)


@pytest.mark.parametrize(
    ("language", "message"), [("fr", "je préfère que ce soit noir"), ("de", "lieber etwas als Geschenk in schwarz")]
)
def test_the_same_word_as_a_pronoun_prefers_nothing(language: str, message: str):
    assert understand(message, Lexicon.load(language), Context()).wishes.values("colour") == ("black",)
