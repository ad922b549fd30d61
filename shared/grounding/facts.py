"""What a sentence states, held against the records: each check names the kind of claim that does not hold."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from shared.catalogue.product import Product
from shared.grounding.grounds import ClaimKind, Grounds, Subject
from shared.grounding.names import Marked
from shared.grounding.words import KINDS, ClaimWords, alternatives, fold, words_of

LEAST_UNEXPLAINED = 13  # a smaller number counts things, or steps
ROUNDING = 0.51  # mm or g: figures are said without decimals
QUOTED = 0.8  # share of a sentence's words that a merchant's text must have, for the sentence to be its
_SIGNS = {"€": ("EUR",), "£": ("GBP",), "$": ("USD", "CAD", "AUD"), "¥": ("JPY", "CNY"), "₹": ("INR",)}
_CODES = "eur|usd|gbp|chf|sek|nok|dkk|pln|jpy|czk|huf|cad|aud|inr|cny"
_NUMBER = r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_PLAIN_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?")
_SIZE_MARK = re.compile(r"(\d{2})\s?(?:[□◻▢⎕⬜/x-]|\[\s?\])\s?(\d{2})(?:\s?[-/x]\s?(\d{3}))?(?!\d)")
_LENGTH = re.compile(
    r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s?(mm|millimet\w*|milimetr\w*|cm|centimet\w*|zentimet\w*|centimetr\w*|inch(?:es)?|zoll)\b"
)
_WEIGHT = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s?(?:g|gr|grams?|gramm|grammes?|gramos?|grammi)\b")
_PERCENT = re.compile(r"\d\s*(?:%|percent|prozent|pour\s?cent|por\sciento|per\s?cento)")
_CATEGORY_NUMBER = re.compile(r"^[\s:]*(\d)")
_CLAUSE = re.compile(r"[,;:()–]|\s-\s")
_PER_MM = {"m": 1.0, "c": 10.0, "z": 10.0, "i": 25.4}


@dataclass(frozen=True)
class Statement:
    """A sentence with what it is about: `carried` is the subject of the sentences before."""

    marked: Marked
    carried: Subject
    grounds: Grounds
    words: ClaimWords

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def everything(self) -> Subject:
        products = self.grounds.products
        return Subject(tuple(frozenset({n}) for n in range(len(products))), products)

    def subject_at(self, place: int) -> Subject:
        """The product named last before, else the next named, else the one spoken of before, else all of them."""
        if self.words.every.search(self.words.excused.sub(" ", self.text)):
            return self.everything
        before = [mention for mention in self.marked.mentions if mention.start < place]
        named = before[-1:] or self.marked.mentions[:1]
        if named:
            return Subject(named[0].groups, self.grounds.products)
        return self.carried if self.carried.groups else self.everything

    def excused(self, place: int) -> bool:
        """ "Nothing in gold", "close to gold": within its clause the word is denied or only compared with."""
        before = self.text[:place]
        clause = _CLAUSE.split(before.rstrip(" :"))[-1]  # French sets a colon apart: "proche de : nylon"
        near = any(match.end() >= len(clause) or ":" not in before[-3:] for match in self.words.near.finditer(clause))
        return near or bool(self.words.negations.search(_CLAUSE.split(before)[-1]))


def false_claims(said: Statement) -> set[ClaimKind]:
    """The kinds of claims in a sentence that do not hold."""
    unknown = said.marked.names_unknown and not _is_quoted(said.text, said.grounds.policies)
    found: set[ClaimKind] = {"product"} if unknown else set()
    for check in (_unbacked, _prices, _sizes, _materials, _colours, _shapes, _lenses, _stock, _driving):
        found |= check(said)
    return found


def _unbacked(said: Statement) -> set[ClaimKind]:
    """Kinds that no product's record can bear out: only the merchant's own text can, and never a medical one."""
    text = said.words.excused.sub(" ", said.text)
    found: set[ClaimKind] = {kind for kind in KINDS if said.words.kinds[kind].search(text)}  # type: ignore[misc]
    if _PERCENT.search(text):
        found.add("discount")
    if found & {"discount", "policy"} and _is_quoted(said.text, said.grounds.policies):
        found -= {"discount", "policy"}
    return found


def _is_quoted(text: str, policies: Sequence[str]) -> bool:
    said, numbers = words_of(text), set(_PLAIN_NUMBER.findall(text))
    for policy in policies:
        own = words_of(policy)
        if said and len(said & own) >= QUOTED * len(said) and numbers <= set(_PLAIN_NUMBER.findall(fold(policy))):
            return True
    return False


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    value: Decimal
    currencies: tuple[str, ...]  # empty: none was said


def _prices(said: Statement) -> set[ClaimKind]:
    text, policies = said.text, said.grounds.policies
    amounts = list(_amounts(text, said.words))
    false = any(not _is_price(amount, said) for amount in amounts)
    rest = _blanked(text, [(amount.start, amount.end) for amount in amounts])
    spelled = _spelled(said.words).search(rest)
    false = false or bool(spelled) or _unexplained(rest, said)
    return {"price"} if false and not _is_quoted(text, policies) else set()


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
    for pattern in (_SIZE_MARK, _LENGTH, _WEIGHT, _PERCENT):
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    numbers = [float(number.replace(",", ".")) for number in _PLAIN_NUMBER.findall(rest)]
    own = [
        *said.grounds.lengths_mm,
        *(mm for product in said.grounds.products for mm in _lengths_of(product).values()),
    ]
    least = LEAST_UNEXPLAINED if said.grounds.words is None else 0  # a model has nothing to count
    return any(number >= least and not any(abs(number - mm) <= ROUNDING for mm in own) for number in numbers)


def _sizes(said: Statement) -> set[ClaimKind]:
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
    clause = _CLAUSE.split(said.text[: match.start()])[-1] + _CLAUSE.split(said.text[match.start() :])[0]
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


def _materials(said: Statement) -> set[ClaimKind]:
    metals = {"metal", "titanium", "steel"}

    def made_of(material: str) -> Callable[[Product], bool]:
        return lambda product: product.material in metals if material == "metal" else product.material == material

    return {"material"} if _states(said, said.words.materials, made_of) else set()


def _colours(said: Statement) -> set[ClaimKind]:
    def coloured(family: str) -> Callable[[Product], bool]:
        pattern = said.words.colours[family]

        def holds(product: Product) -> bool:
            own = fold(f"{product.colour} {product.lens.colour}").casefold()
            return product.colour_family == family or product.lens.colour == family or bool(pattern.search(own))

        return holds

    return {"colour"} if _states(said, said.words.colours, coloured) else set()


def _shapes(said: Statement) -> set[ClaimKind]:
    """Of frames, in what a model writes: a face may be oval, and the room's own texts speak of that as well."""
    if said.grounds.words is None or said.words.face.search(said.text):
        return set()

    def shaped(shape: str) -> Callable[[Product], bool]:
        return lambda product: product.frame_shape == shape

    return {"shape"} if _states(said, said.words.shapes, shaped) else set()


def _lenses(said: Statement) -> set[ClaimKind]:
    facts: dict[str, Callable[[Product], bool]] = {
        "polarized": lambda product: product.lens.polarized,
        "uv400": lambda product: product.lens.uv400,
        "mirror": lambda product: product.lens.mirror,
        "gradient": lambda product: product.lens.gradient,
        "progressive": lambda product: product.progressive_ok,
    }
    patterns = {name: said.words.lens[name] for name in facts}
    false = _states(said, patterns, facts.__getitem__)
    for match in said.words.lens["category"].finditer(said.text):
        false = false or bool(re.match(rf"\s+(?:{said.words.numbers})(?!\w)", said.text[match.end() :]))
        if number := _CATEGORY_NUMBER.match(said.text[match.end() :]):
            false = false or not said.subject_at(match.start()).bears(_filters(int(number[1])))
    return {"lens"} if false else set()


def _filters(category: int) -> Callable[[Product], bool]:
    return lambda product: product.lens.category == category


def _stock(said: Statement) -> set[ClaimKind]:
    def stands(availability: str) -> Callable[[Product], bool]:
        return lambda product: product.availability == availability

    return {"stock"} if _states(said, said.words.stock, stands) else set()


def _driving(said: Statement) -> set[ClaimKind]:
    """A frame whose lenses are not for the road is not praised for it, and none but clear ones for the night."""
    match = said.words.driving.search(said.text)
    if match is None or said.excused(match.start()):
        return set()
    subject = said.subject_at(match.start())
    by_night = bool(said.words.night.search(said.text))
    safe = subject.bears(lambda product: product.lens.driving_ok and not (by_night and product.lens.category > 0))
    return set() if safe else {"safety"}


def _states(
    said: Statement, patterns: Mapping[str, re.Pattern[str]], fact: Callable[[str], Callable[[Product], bool]]
) -> bool:
    """True when a word of one of the patterns is said of products that do not bear it."""
    text = said.words.excused.sub(lambda match: " " * len(match.group()), said.text)
    taken: list[tuple[int, int]] = []
    ordered = sorted(
        ((match, value) for value, pattern in patterns.items() for match in pattern.finditer(text)),
        key=lambda pair: pair[0].start() - pair[0].end(),
    )
    for match, value in ordered:  # the longest first: "rose gold" is not gold
        if any(start <= match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        if value == "none":
            return True
        if not said.excused(match.start()) and not said.subject_at(match.start()).bears(fact(value)):
            return True
    return False


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
