"""Text as a cell of a workbook may hold it."""

import re
from html import escape

MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 units
_CUT = "… [cut]"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """What XML has no sign for becomes U+FFFD; what looks like the format's own escape (`_x0041_`) stays as written;
    a carriage return is kept, which XML would read as a line feed."""
    if len(text) > MOST_CHARACTERS // 2:
        text = _cut(text)
    clean = _LIKE_AN_ESCAPE.sub("_x005F_", _NOT_XML.sub("\ufffd", text))
    return escape(clean, quote=False).replace("\r", "_x000D_")


def _cut(text: str) -> str:
    units = text.encode("utf-16-le", errors="replace")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT
