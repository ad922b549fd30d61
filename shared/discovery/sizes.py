"""Sizes in a sentence: the mark 52□18-140, "at most 138 mm wide", "my PD is 62", "under 15 grams"."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from shared.discovery.lexicon import Lexicon
from shared.discovery.wishes import SizeRange, SizeWish

# mm a stated size may differ and still be the size meant; temples come in steps of 5 mm (ISO 12870 marks)
TOLERANCE_MM = {"frameWidth": 3.0, "lensWidth": 1.0, "bridge": 1.0, "temple": 5.0, "lensHeight": 2.0}
# mm in which a number can be that length; anything else is not a size
PLAUSIBLE_MM = {
    "frameWidth": (105, 165),
    "lensWidth": (36, 65),
    "bridge": (10, 28),
    "temple": (110, 165),
    "lensHeight": (20, 60),
    "ownFaceWidth": (100, 180),
    "ownPupillaryDistance": (45, 80),
}
_MARK = re.compile(
    r"(?<![\d.,])(?P<lens>[3-6]\d)\s?(?:(?P<box>[□◻▢⎕⬜]|\[\s?\])|(?P<sign>[x/-])|\s)\s?(?P<bridge>[12]\d)"
    r"(?:\s?[-–/x\s]\s?(?P<temple>1[1-6]\d))?(?![\d.,]\d|\d)"
)
_CENTIMETRES = re.compile(r"(?<![\d.,])(?P<cm>\d{1,2}(?:[.,]\d)?)\s?cm\b")
_NUMBER = r"(?P<mm>\d{2,3}(?:[.,]\d)?)(?!\d)"


def size_in(text: str, lexicon: Lexicon) -> tuple[SizeWish | None, str]:
    """The size wish of a `plain` text, and the text with its words blanked out (places stay)."""
    found: dict[str, Any] = {}
    text = _CENTIMETRES.sub(lambda match: f"{float(match['cm'].replace(',', '.')) * 10:g} mm", text)
    for mark in _MARK.finditer(text):
        if mark["box"] or mark["temple"] or mark["sign"] or _named_before(text, mark, lexicon):
            found |= _from_mark(mark)
            text = _blanked(text, mark)
    if match := _weight(lexicon).search(text):
        found["max_weight_g"] = float(match["g"].replace(",", "."))
        text = _blanked(text, match)
    for pattern in _ranges(lexicon):
        for match in pattern.finditer(text):
            low, high = sorted(float(match[n].replace(",", ".")) for n in ("n1", "n2"))
            name = _name_for(match["name"], low, lexicon)
            if name and not name.startswith("own") and name not in found and _plausible(name, low, high):
                found[name] = SizeRange(min_mm=low, max_mm=high, hard=True)
                text = _blanked(text, match)
    for pattern in _patterns(lexicon):
        for match in pattern.finditer(text):
            mm = float(match["mm"].replace(",", "."))
            name = _name_for(match["name"], mm, lexicon)
            if name and _plausible(name, mm) and name not in found:
                found[name] = _wish(name, mm, _bound_said(match), lexicon)
                text = _blanked(text, match)
    return (SizeWish.model_validate(_named(found)) if found else None), text


def _bound_said(match: re.Match[str]) -> str | None:
    """Before the name, before the number or behind both."""
    return next((said for group, said in match.groupdict().items() if group.startswith("bound") and said), None)


def _named_before(text: str, mark: re.Match[str], lexicon: Lexicon) -> bool:
    """True for "size 52 18": with nothing between them, two numbers are a mark only behind such a word."""
    return text[: mark.start()].rstrip(" :").endswith(tuple(lexicon.sizes["names"]["lensWidth"]))


def _from_mark(mark: re.Match[str]) -> dict[str, SizeRange]:
    parts = {"lensWidth": mark["lens"], "bridge": mark["bridge"], "temple": mark["temple"]}
    return {name: _near(name, float(mm)) for name, mm in parts.items() if mm}


def _near(name: str, mm: float) -> SizeRange:
    return SizeRange(min_mm=mm - TOLERANCE_MM[name], max_mm=mm + TOLERANCE_MM[name])


def _wish(name: str, mm: float, bound: str | None, lexicon: Lexicon) -> SizeRange | float:
    if name.startswith("own"):
        return mm
    if bound in (*lexicon.sizes["atMost"], *lexicon.prices["maxAfter"]):
        return SizeRange(max_mm=mm, hard=True)
    return SizeRange(min_mm=mm, hard=True) if bound else _near(name, mm)


def _named(found: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}Mm" if name.startswith("own") else name: value for name, value in found.items()}


@lru_cache(maxsize=8)
def _ranges(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """ "width 135 to 140", "between 135 and 140 mm wide"."""
    said = lexicon.sizes
    names, unit = _any(name for phrases in said["names"].values() for name in phrases), _any(said["units"])
    number = r"(?<![\d.,])(?P<n{}>\d{{2,3}}(?:[.,]\d)?)(?!\d)"
    between, to = (_any(lexicon.prices[key]) for key in ("between", "to"))
    span = rf"(?:(?:{between})\s+)?{number.format(1)}\s?(?:{unit})?\s*(?:{to})\s*{number.format(2)}"
    link = rf"\s*(?:(?:{_any(said['links'])})\b|:|=)?\s*"
    return (
        re.compile(rf"\b(?P<name>{names}){link}{span}\s?(?:{unit})?(?!\s?(?:€|eur|\$|£|%))"),
        re.compile(rf"{span}\s?(?:{unit})\b\s*(?P<name>{names})?"),
    )


@lru_cache(maxsize=8)
def _weight(lexicon: Lexicon) -> re.Pattern[str]:
    """Any weight that is named is a limit: nobody asks for a heavy frame."""
    number, unit = r"(?<![\d.,])(?P<g>\d{1,2}(?:[.,]\d)?)(?!\d)", rf"(?:{_any(lexicon.sizes['grams'])})\b"
    bounds = _any(lexicon.sizes["atMost"])
    return re.compile(rf"(?:\b(?:{bounds})\s+)?{number}\s?{unit}(?:\s+(?:{bounds})\b)?")


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    said = lexicon.sizes
    names = _any(name for phrases in said["names"].values() for name in phrases)
    bound = rf"(?:\b(?P<bound>{_any([*said['atMost'], *said['atLeast']])})\s+)?"
    bound2 = bound.replace("bound", "bound2")
    link = rf"\s*(?:{_any(said['links'])}|:|=)?\s*"
    unit = rf"(?:{_any(said['units'])})\b"
    behind = _any([*lexicon.prices["maxAfter"], *lexicon.prices["minAfter"]])
    bound3 = rf"(?:,?\s*(?P<bound3>{behind})(?!\w))?"
    bound4 = bound3.replace("bound3", "bound4")
    before = rf"{bound}\b(?P<name>{names}){link}{bound2}{_NUMBER}\s?"
    after = rf"{bound2}(?<![\d.,]){_NUMBER}\s?{unit}{bound3}\s*(?:(?P<name>{names})\b)?{bound4}"
    nameless = r"(?P<name>\b\B)?"
    unmistakable = _any(
        name for phrases in said["names"].values() for name in phrases if " " in name or name in said["unmistakable"]
    )
    return (
        re.compile(before + unit + rf"(?:\s(?:{_any(said['suffixes'])})\b)?" + bound3),
        re.compile(rf"{bound}\b(?P<name>{unmistakable}){link}{bound2}{_NUMBER}(?!\s?(?:€|eur|\$|£|%|\d)){bound3}"),
        re.compile(rf"(?P<bound>\b\B)?{after}"),
        re.compile(rf"(?P<bound>\b\B)?{bound2}(?<![\d.,]){_NUMBER}\s?{unit}{bound3}{nameless}"),
    )


def _name_for(said: str | None, mm: float, lexicon: Lexicon) -> str | None:
    """The dimension by its name, else the first that can be so long."""
    for name, phrases in lexicon.sizes["names"].items():
        if said in phrases:
            return str(name)
    return next((name for name in ("frameWidth", "lensWidth", "bridge") if _plausible(name, mm)), None)


def _plausible(name: str, *lengths_mm: float) -> bool:
    low, high = PLAUSIBLE_MM[name]
    return all(low <= mm <= high for mm in lengths_mm)


def _any(phrases: Iterable[str]) -> str:
    """The longest first, so that none hides behind its own beginning."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
