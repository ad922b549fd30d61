"""Names that people give: one line of text, kept as it was written."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

# Embeddings, overrides and isolates let a line read as another one than is stored; plain marks do not.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _one_line(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _TURNING:
            raise ValueError("must be one line without control characters")
    return text


Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_one_line)
]
