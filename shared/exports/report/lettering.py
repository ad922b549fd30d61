"""The report's embedded fonts, and text that they can draw.

Bitstream Vera comes with reportlab and has the letters of Western Europe; what it lacks is drawn by its base letter,
or as a question mark.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "Vera", "VeraBd"
_LACKING = "?"
_CUT = "…"
_NO_MARK = {"Cc", "Cf", "Cs", "Co", "Cn"}  # controls and the like: nothing to draw


@cache
def register() -> None:
    for name in (PLAIN, BOLD):
        registerFont(TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf")))


def drawable(text: str, instead: str = "") -> str:
    """One line of what the font can draw; `instead` where that would be more question marks than letters."""
    drawn = "".join(map(_sign, unicodedata.normalize("NFC", " ".join(text.split()))))
    return instead if instead and drawn.count(_LACKING) * 2 > len(drawn) else drawn


def _sign(sign: str) -> str:
    if unicodedata.category(sign) in _NO_MARK:
        return ""
    if ord(sign) in _glyphs():
        return sign
    base = [part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)]
    return "".join(base) if base and all(ord(part) in _glyphs() for part in base) else _LACKING


@cache
def _glyphs() -> Any:
    register()
    return getFont(PLAIN).face.charToGlyph


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In points."""
    register()
    return float(stringWidth(text, BOLD if bold else PLAIN, size))


def cut(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """The text, shortened to `most` points."""
    if width(text, size, bold=bold) <= most:
        return text
    while text and width(text + _CUT, size, bold=bold) > most:
        text = text[:-1]
    return text.rstrip() + _CUT


def wrapped(text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
    """Lines of at most `most` points; a word that is longer is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines.append(cut(word, size, most, bold=bold))
    return lines
