"""Figures in a sentence held against the records: prices, lengths, weights and the size mark."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from shared.catalogue.product import Product
from shared.grounding.grounds import ClaimKind
from shared.grounding.statement import PLAIN_NUMBER, Statement, clauses, is_quoted
from shared.grounding.words import ClaimWords, alternatives

LEAST_UNEXPLAINED = 13  # a smaller number counts things, or steps
ROUNDING = 0.51  # mm or g: figures are said without decimals
_SIGNS = {"€": ("EUR",), "£": ("GBP",), "$": ("USD", "CAD", "AUD"), "¥": ("JPY", "CNY"), "₹": ("INR",)}
_CODES = "eur|usd|gbp|chf|sek|nok|dkk|pln|jpy|czk|huf|cad|aud|inr|cny"
_NUMBER = r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_SIZE_MARK = re.compile(r"(\d{2})\s?(?:[□◻▢⎕⬜/x-]|\[\s?\])\s?(\d{2})(?:\s?[-/x]\s?(\d{3}))?(?!\d)")
_LENGTH = re.compile(
    r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s?(mm|millimet\w*|milimetr\w*|cm|centimet\w*|zentimet\w*|centimetr\w*|inch(?:es)?|zoll)\b"
)
_WEIGHT = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s?(?:g|gr|grams?|gramm|grammes?|gramos?|grammi)\b")
PERCENT = re.compile(r"\d\s*(?:%|percent|prozent|pour\s?cent|por\sciento|per\s?cento)")
_PER_MM = {"m": 1.0, "c": 10.0, "z": 10.0, "i": 25.4}


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    value: Decimal
    currencies: tuple[str, ...]  # empty: none was said


def false_prices(said: Statement) -> set[ClaimKind]:
    text, policies = said.text, said.grounds.policies
    amounts = list(_amounts(text, said.words))
    false = any(not _is_price(amount, said) for amount in amounts)
    rest = _blanked(text, [(amount.start, amount.end) for amount in amounts])
    spelled = _spelled(said.words).search(rest)
    false = false or bool(spelled) or _unexplained(rest, said)
    return {"price"} if false and not is_quoted(text, policies) else set()


def _amounts(text: str, words: ClaimWords) -> Iterator[_Amount]:
    for match in _money(words).finditer(text):
        sign = match["before"] or match["after"] or ""
        decimals = re.search(r"[.,]\d\d$", match["number"])
        if sign or match["costs"] or (decimals and not _LENGTH.match(text[match.start("number") :])):
            yield _Amount(match.start(), match.end(), _decimal(match["number"]), _currencies(sign, words))


def _is_price(amount: _Amount, said: Statement) -> bool:
    def costs(product: Product) -> bool:
        own = not amount.currencies or product.currency in amount.currencies
        return own and product.price == amount.value

    return said.subject_at(amount.start).bears(costs) or _is_limit(amount, said)


def _is_limit(amount: _Amount, said: Statement) -> bool:
    """ "Up to €100" where the shopper said so and all shown keep to it, "nothing up to €50" where none does."""
    grounds, bounds = said.grounds, said.words.bounds
    if amount.value not in grounds.limits or not grounds.products:
        return False
    before, after = said.text[: amount.start], said.text[amount.end :]
    for side in ("upper", "lower"):
        near = re.search(rf"(?:{bounds[side]})\s*(?:\w+\s+)?$", before) or re.match(
            rf"\s*(?:{bounds[side]})(?!\w)", after
        )
        if near:
            kept = [p.price <= amount.value if side == "upper" else p.price >= amount.value for p in grounds.products]
            return not any(kept) if said.excused(amount.start) else all(kept)
    return False


@cache
def _money(words: ClaimWords) -> re.Pattern[str]:
    sign = rf"[€$£¥₹]|(?:{_CODES}|{alternatives(words.currencies)})(?!\w)"
    units = r"(?!\d|\s?(?:mm|cm|g|gr|gram\w*|millim\w*|milim\w*|%|°)\b|\s?%)"
    return re.compile(
        rf"(?:(?P<costs>(?<!\w)(?:{words.costs}))\s+)?(?:(?P<before>(?<!\w)(?:{sign}))\s?)?"
        rf"(?<![\d.,□])(?P<number>{_NUMBER}){units}(?:\s?-?(?P<after>{sign}))?"
    )


@cache
def _spelled(words: ClaimWords) -> re.Pattern[str]:
    """A currency without figures: the amount is in words, or hidden."""
    return re.compile(
        rf"[€£¥₹$]|(?<!\w)(?:{alternatives(words.currencies)})(?!\w)|"
        rf"(?<!\w)(?:{words.costs})\s+(?:{words.numbers})(?!\w)"
    )


def _unexplained(text: str, said: Statement) -> bool:
    """A number that is no length, weight, size or category of a record, and too large to count anything."""
    rest = re.sub(rf"(?:{said.words.lens['category'].pattern})[\s:]*\d(?!\d)", " ", text)
    for pattern in (_SIZE_MARK, _LENGTH, _WEIGHT, PERCENT):
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    numbers = [float(number.replace(",", ".")) for number in PLAIN_NUMBER.findall(rest)]
    own = [
        *said.grounds.lengths_mm,
        *(mm for product in said.grounds.products for mm in _lengths_of(product).values()),
    ]
    least = LEAST_UNEXPLAINED if said.grounds.words is None else 0  # a model has nothing to count
    return any(number >= least and not any(abs(number - mm) <= ROUNDING for mm in own) for number in numbers)


def false_sizes(said: Statement) -> set[ClaimKind]:
    marks = list(_SIZE_MARK.finditer(said.text))
    false = any(not said.subject_at(mark.start()).bears(_bears_mark(mark)) for mark in marks)
    rest = _blanked(said.text, [mark.span() for mark in marks])
    false = false or any(not _is_length(match, said) for match in _LENGTH.finditer(rest))
    for weight in _WEIGHT.finditer(rest):
        false = false or not said.subject_at(weight.start()).bears(_weighs(_number(weight[1])))
    return {"size"} if false else set()


def _weighs(grams: float) -> Callable[[Product], bool]:
    return lambda product: product.weight_g is not None and abs(product.weight_g - grams) <= ROUNDING


def _bears_mark(mark: re.Match[str]) -> Callable[[Product], bool]:
    stated = [float(part) if part else None for part in mark.groups()]

    def bears(product: Product) -> bool:
        own = (product.lens_width, product.bridge, product.temple)
        return all(mm is None or abs(mm - length) <= ROUNDING for mm, length in zip(stated, own, strict=True))

    return bears


def _is_length(match: re.Match[str], said: Statement) -> bool:
    mm = _number(match[1]) * _PER_MM[match[2][0]]
    clause = clauses(said.text[: match.start()])[-1] + clauses(said.text[match.start() :])[0]
    parts = {part for part, pattern in said.words.parts.items() if pattern.search(clause)}
    own = parts - {"face"}
    if (not own or "face" in parts) and any(abs(mm - length) <= ROUNDING for length in said.grounds.lengths_mm):
        return True

    def bears(product: Product) -> bool:
        lengths = _lengths_of(product)
        return any(abs(lengths[part] - mm) <= ROUNDING for part in own or lengths)

    return said.subject_at(match.start()).bears(bears)


def _lengths_of(product: Product) -> dict[str, float]:
    return {
        "lens_width": product.lens_width,
        "lens_height": product.lens_height,
        "bridge": product.bridge,
        "temple": product.temple,
        "frame_width": product.frame_width,
    }


def _currencies(sign: str, words: ClaimWords) -> tuple[str, ...]:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return (words.currencies.get(sign, sign.upper()),) if sign else ()


def _decimal(text: str) -> Decimal:
    """A mark before exactly three digits groups thousands."""
    match = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", text)
    if match is None:
        raise ValueError(f"{text!r} is no number")
    digits = re.sub(r"[.,\s]", "", match[1])
    return Decimal(f"{digits}.{match[2]}" if match[2] else digits)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
