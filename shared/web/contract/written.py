"""What people write in the admin site: kept as text, whatever it looks like, and shown as text."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _one_line(text: str) -> str:
    if _CONTROL_IN_LINE.search(text):
        raise ValueError("must be one line without control characters")
    return text


def _lines(text: str) -> str:
    if _CONTROL_IN_TEXT.search(text):
        raise ValueError("must have no control characters but line breaks and tabs")
    return text


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)
]
Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(_one_line)
]
Remark = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_lines)
]
Paragraphs = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(_lines)
]
Essay = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), AfterValidator(_lines)
]
