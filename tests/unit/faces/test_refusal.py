import pytest

from shared.faces.refusal import COVER_CAUSES, REFUSAL_CODES, CoverCause, FaceRefused, RefusalCode


def is_calm(advice: str) -> bool:
    loud = ("!", "error", "invalid", "flaw", "problem", "wrong", "correct")
    return advice.endswith(".") and len(advice) < 130 and not any(word in advice.lower() for word in loud)


@pytest.mark.parametrize("code", REFUSAL_CODES)
def test_every_code_says_what_to_do_in_a_calm_voice(code: RefusalCode) -> None:
    refused = FaceRefused(code)
    assert refused.code == code
    assert refused.cause is None
    assert is_calm(refused.advice)


@pytest.mark.parametrize("cause", COVER_CAUSES)
def test_what_covers_a_face_has_advice_of_its_own_under_the_same_code(cause: CoverCause) -> None:
    refused = FaceRefused("FACE_COVERED", cause)
    assert (refused.code, refused.cause) == ("FACE_COVERED", cause)
    assert refused.advice not in {FaceRefused(code).advice for code in REFUSAL_CODES}
    assert is_calm(refused.advice)


def test_causes_are_told_apart() -> None:
    assert len({FaceRefused("FACE_COVERED", cause).advice for cause in COVER_CAUSES}) == len(COVER_CAUSES)


def test_the_codes_are_those_of_the_contract() -> None:
    """B11"""
    assert set(REFUSAL_CODES) == {
        *("FACE_NOT_FOUND", "MULTIPLE_FACES", "FACE_TOO_SMALL", "FACE_TURNED", "FACE_COVERED"),
        *("TOO_DARK", "TOO_BRIGHT", "TOO_BLURRED", "IMAGE_UNREADABLE", "PAYLOAD_TOO_LARGE"),
    }
