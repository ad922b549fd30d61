"""Names that people give."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.accounts.names import Name

NAME: TypeAdapter[str] = TypeAdapter(Name)


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_direction_marks_are_let_through_on_purpose(mark: str) -> None:
    """Hebrew and Arabic names with a number or a full stop need them; they turn no text that follows around."""
    name = f"\u05de\u05e9\u05e7\u05e4\u05d9\u05d9\u05dd 24{mark}."
    assert NAME.validate_python(name) == name


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0x0A, 0x7F])
def test_what_turns_a_line_around_or_ends_it_is_refused(code: int) -> None:
    with pytest.raises(ValidationError, match="control characters"):
        NAME.validate_python(f"a{chr(code)}b")
