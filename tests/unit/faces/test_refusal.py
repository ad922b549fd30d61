import pytest

from shared.faces.refusal import REFUSAL_CODES, FaceRefused, RefusalCode


@pytest.mark.parametrize("code", REFUSAL_CODES)
def test_every_code_says_what_to_do_in_a_calm_voice(code: RefusalCode) -> None:
    refused = FaceRefused(code)
    assert refused.code == code
    assert refused.advice.endswith(".")
    assert len(refused.advice) < 130
    assert not any(word in refused.advice.lower() for word in ("!", "error", "invalid", "flaw", "problem", "wrong"))


def test_the_codes_are_those_of_the_contract() -> None:
    """B11"""
    assert set(REFUSAL_CODES) == {
        *("FACE_NOT_FOUND", "MULTIPLE_FACES", "FACE_TOO_SMALL", "FACE_TURNED", "FACE_COVERED"),
        *("TOO_DARK", "TOO_BRIGHT", "TOO_BLURRED", "IMAGE_UNREADABLE", "PAYLOAD_TOO_LARGE"),
    }
