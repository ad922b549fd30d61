from shared.quality.finding import RULES
from shared.quality.repetition import overlap, repeats

RULE = RULES["repetition"]


def test_the_same_words_overlap_fully_and_other_words_not_at_all():
    assert overlap("round gold frames", "gold frames, round") == 0.75
    assert overlap("round gold", "gold round") == 1
    assert overlap("round", "square") == 0
    assert overlap("", "") == 0


def test_saying_the_same_again_counts():
    assert repeats(["I want round gold frames", "I want round gold frames"], RULE) == [0.0, 1.0]


def test_short_replies_may_come_again():
    assert repeats(["show me others"] * 3, RULE) == [0.0, 0.0, 0.0]


def test_only_the_last_turns_count():
    between = [f"something else entirely number {n} of many" for n in ("one", "two", "three", "four")]
    first = "I want round gold frames"
    assert repeats([first, *["a", "b", "c", "d", "e", "f", "g", "h"][:4], first], RULE)[-1] == 0.0
    assert repeats([first, between[0], first], RULE)[-1] == 1.0
