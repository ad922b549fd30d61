"""Prices in a sentence: "under 150 euros", "between €80 and €120", "around a hundred"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from shared.discovery.lexicon import Lexicon
from shared.discovery.number_words import in_digits
from shared.discovery.wishes import PriceWish

AROUND = Decimal("0.2")  # "around 100" reaches from 80 to 120
BOUNDS = ("min", "max")
LEAST_BARE = 20  # a number below it without a currency is hardly a price
_NUMBER = r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_OTHER_UNIT = r"mm\b|millimet|cm\b|g\b|gr\b|gram|%|°|[x□]"
_SHORT_WORDS = r"(?:\s\w{1,3}){0,2}"  # "is", "c'est", "son" between a price and its refusal
_END = r"\s*(?:[.,;:!?]|$)"  # what goes on may be what is refused
_PAIR = r"|-\s?\d\d\b|/\s?\d"


@dataclass(frozen=True)
class _Patterns:
    between: re.Pattern[str]
    bounds: tuple[tuple[str, re.Pattern[str]], ...]


def price_in(text: str, lexicon: Lexicon) -> tuple[PriceWish | None, str]:
    """The price wish of a `plain` text, and the text with its words blanked out (places stay)."""
    patterns = _patterns(lexicon)
    text = in_digits(text, lexicon)
    if match := patterns.between.search(text):
        low, high = sorted((_decimal(match["n1"]), _decimal(match["n2"])))
        if match["lead"] or _currency(match, lexicon):
            return PriceWish(min=low, max=high, currency=_currency(match, lexicon)), _blanked(text, match)
    found: dict[str, PriceWish] = {}
    for kind, pattern in patterns.bounds:
        if found.keys() & ({kind} if kind in BOUNDS else {"min", "max", "around"}):
            continue
        for match in pattern.finditer(text):
            amount, currency = _decimal(match["n1"]), _currency(match, lexicon)
            if currency or (amount >= LEAST_BARE and kind != "bare"):
                found[kind], text = _bound(kind, amount, currency), _blanked(text, match)
                break
    return _together(found), text


def _together(found: Mapping[str, PriceWish]) -> PriceWish | None:
    """ "Less than 100 and more than 50" is both; bounds that exclude each other leave the upper one."""
    low, high = found.get("min"), found.get("max")
    if low and high and low.min is not None and high.max is not None:
        return high if low.min > high.max else high.model_copy(update={"min": low.min})
    return next(iter(found.values()), None)


def _bound(kind: str, amount: Decimal, currency: str | None) -> PriceWish:
    if kind == "around":
        return PriceWish(min=amount * (1 - AROUND), max=amount * (1 + AROUND), currency=currency, around=True)
    return PriceWish(min=amount, currency=currency) if kind == "min" else PriceWish(max=amount, currency=currency)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> _Patterns:
    said, signs = lexicon.prices, _any(lexicon.prices["currencies"])
    units = "".join(rf"|{re.escape(unit)}\b" for unit in said["otherUnits"])
    one, two = _amount(signs, 1, units), _amount(signs, 2, units)
    first = _amount(signs, 1, units, another_follows=True)
    negations, exceeding = (_any(said[key]) for key in ("negations", "exceeding"))
    link = rf"(?:(?:{_any(said['links'])})\s|:)?\s*"
    return _Patterns(
        between=re.compile(
            rf"(?:(?P<lead>\b(?:{_any(said['between'])})):?\s+)?{first}\s*(?:{_any(said['to'])}|/)\s*{two}"
        ),
        bounds=(
            ("max", re.compile(rf"\b(?:{exceeding})\s+{one}{_SHORT_WORDS},?\s*(?:{_any(lexicon.refusals)}){_END}")),
            ("max", re.compile(rf"(?:\b(?:{exceeding})\s+)?{one},?\s*(?:{_any(said['tooMuch'])})(?!\w)")),
            ("max", re.compile(rf"\b(?:{negations})(?:\s\w+){{0,4}}?\s(?:{exceeding})\s*{one}")),
            ("min", re.compile(rf"(?<!\w)(?:{_any(_around_a_maximum(said))})\s*{one}")),
            ("max", re.compile(rf"(?<!\w)(?:{_any(said['max'])})\s*{link}{one}")),
            ("min", re.compile(rf"(?<!\w)(?:{_any(said['min'])})\s*{one}")),
            ("max", re.compile(rf"{one},?\s*(?:{_any(said['maxAfter'])})(?!\w)")),
            ("min", re.compile(rf"{one},?\s*(?:{_any(said['minAfter'])})(?!\w)")),
            ("around", re.compile(rf"(?<!\w)(?:{_any(said['around'])})\s*{one}")),
            ("around", re.compile(rf"{one},?\s*(?:{_any(said['aroundAfter'])})(?!\w)")),
            ("bare", re.compile(one)),
        ),
    )


def _around_a_maximum(said: Mapping[str, Any]) -> list[str]:
    """ "not under 50" is tried before the "under 50" inside it."""
    return [phrase for phrase in said["min"] if any(f" {bound}" in phrase for bound in said["max"])]


def _amount(signs: str, number: int, units: str, *, another_follows: bool = False) -> str:
    """No number with another unit, or that begins a size mark; the first of "80-90 €" may."""
    before = rf"(?:(?P<b{number}>(?<!\w)(?:{signs}))\s?)?"
    pair = "" if another_follows else _PAIR
    other_unit = rf"(?!\s?(?:{_OTHER_UNIT}{pair}{units}))"
    return rf"{before}(?<![\d.,])(?P<n{number}>{_NUMBER})(?:\s*(?P<a{number}>{signs})(?!\w))?{other_unit}"


def _any(phrases: Iterable[str]) -> str:
    """The longest first; nothing where there is none."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or r"\b\B"


def _currency(match: re.Match[str], lexicon: Lexicon) -> str | None:
    named = [sign for name, sign in match.groupdict().items() if name[0] in "ab" and sign]
    return lexicon.prices["currencies"][named[0]] if named else None


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]


def _decimal(text: str) -> Decimal:
    """ "1,200.50", "1.200,50", "1 200", "99,5" and "1200": a mark before exactly three digits groups thousands."""
    whole, mark, cents = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", text).groups()  # type: ignore[union-attr]
    digits = re.sub(r"[.,\s]", "", whole)
    return Decimal(f"{digits}.{cents}" if mark else digits)
