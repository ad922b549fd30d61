"""Which products a sentence names, and whether it names anything that is not on record."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.catalogue.product import Product
from shared.discovery.texts import shown_title
from shared.grounding.links import LINK, MARKUP
from shared.grounding.words import ClaimWords, fold, vocabulary

LONGEST_NAME = 80  # a title beyond is a text, not a name
_FIRST_MARK = 0xE000  # private use: `fold` leaves none in a text
_TOKEN = re.compile(r"[^\W_]+(?:[-][^\W_]+)*")
_CODE = re.compile(r"(?<![\w□-])(?=[\w-]*[a-z])(?=[\w-]*\d{2})[a-z0-9]+(?:[-_][a-z0-9]+)*(?![\w□-])", re.IGNORECASE)
_UNIT = re.compile(r"\d+(?:mm|cm|g|eur|usd|gbp)", re.IGNORECASE)
_MARK = re.compile(r"[\ue000-\uf8ff]")
_AND = re.compile(r"[\s,]*(?:(?:and|or|und|oder|et|ou|y|e|o|the|die|der|das|la|le|les|el|il|i|gli)\s*)*")
_LEAST_COMPOUND = 5


@dataclass(frozen=True)
class Mention:
    """Where in the marked text one or several products are named together."""

    start: int
    groups: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Marked:
    """A sentence in small letters without accents, its products' names replaced by one mark each."""

    text: str
    mentions: tuple[Mention, ...]
    names_unknown: bool


@dataclass(frozen=True, eq=False)
class Names:
    """What a reply may name. A title that itself promises, links or orders is no name."""

    products: Sequence[Product]
    words: ClaimWords
    language: str
    known: frozenset[str]
    titles: Sequence[tuple[str, frozenset[int]]]
    name_words: Sequence[frozenset[str]]
    codes: frozenset[str]
    _groups: list[frozenset[int]] = field(default_factory=list)

    @classmethod
    def of(cls, products: Sequence[Product], others: Sequence[str], words: ClaimWords, language: str) -> "Names":
        titles: dict[str, set[int]] = {}
        for place, product in enumerate(products):
            title = fold(shown_title(product.title))
            if is_name(title, words):
                titles.setdefault(title, set()).add(place)
        usable = [fold(f"{p.title} {p.brand}") if is_name(fold(p.title), words) else fold(p.brand) for p in products]
        known = vocabulary(language) | {word.casefold() for text in others for word in _TOKEN.findall(fold(text))}
        return cls(
            products=products,
            words=words,
            language=language,
            known=known | {product.currency.casefold() for product in products},
            titles=sorted(((t, frozenset(p)) for t, p in titles.items()), key=lambda pair: -len(pair[0])),
            name_words=[frozenset(word.casefold() for word in _TOKEN.findall(text)) for text in usable],
            codes=frozenset(c.casefold() for p in products for c in (p.product_id, p.sku, p.model_id)),
        )

    def marked(self, sentence: str) -> Marked:
        text = fold(sentence)
        for title, places in self.titles:
            text = re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", self._mark(places), text)
        foreign = self._names_foreign_brand(text.casefold())
        text, unknown = self._parts_marked(text)
        unknown = unknown or any(self._is_foreign_code(code.group()) for code in _CODE.finditer(text))
        text = text.casefold()
        return Marked(text, tuple(self._mentions(text)), unknown or foreign)

    def _mark(self, places: frozenset[int]) -> str:
        if places not in self._groups:
            self._groups.append(places)
        return chr(_FIRST_MARK + self._groups.index(places))

    def _parts_marked(self, text: str) -> tuple[str, bool]:
        """ "the Arlo" for "Lumen Arlo, gold": runs of capitalised words that are not ordinary ones."""
        unknown = False
        for run in reversed(_runs(text)):
            start, end, tokens = run
            own = [t for t in tokens if not self._is_known(t) and len(t) > 1]
            if not own or (own == [tokens[0]] and self._is_ordinary_start(text[:start], own[0])):
                continue
            places = self._bearers(own)
            if not places and len(own) > 1 and own[0] == tokens[0] and not text[:start].strip():
                places = self._bearers(own[1:])  # "Lovely Arlo" at the beginning
            if not places and own[-1].isdigit():
                places = self._bearers(own[:-1])
                end = start + text[start:end].rindex(own[-1])
            if places:
                text = f"{text[:start]}{self._mark(places)} {text[end:]}"
            else:
                unknown = unknown or not all(self._is_noun(word) for word in own)
        return text, unknown

    def _is_known(self, word: str) -> bool:
        """As it stands, or in its parts: "Half-rim" is no name."""
        small = word.casefold()
        return small in self.known or all(part in self.known for part in small.split("-"))

    def _bearers(self, own: Sequence[str]) -> frozenset[int]:
        wanted = {word.casefold() for word in own}
        return frozenset(n for n, words in enumerate(self.name_words) if wanted and wanted <= words)

    def _is_ordinary_start(self, before: str, word: str) -> bool:
        begins = not before.strip(" \"'«»“”„(-:;") or before.rstrip()[-1:] in ":;"
        return begins and word.casefold().endswith(self.words.start_endings)

    def _is_noun(self, word: str) -> bool:
        """German writes every noun with a capital: a compound of a known word, or a noun's ending."""
        small = word.casefold()
        endings = self.words.noun_endings
        if not endings or word.isdigit():
            return word.isdigit()
        parts = [small[:n] for n in range(_LEAST_COMPOUND, len(small))]
        parts += [small[n:] for n in range(1, len(small) - _LEAST_COMPOUND + 1)]
        return small.endswith(endings) or not self.known.isdisjoint(parts)

    def _is_foreign_code(self, code: str) -> bool:
        """ "UV400-Schutz" is none: its numbered part is known."""
        small = code.casefold()
        numbered = [part for part in re.split("[-_]", small) if any(c.isdigit() for c in part)]
        known = all(part in self.known for part in numbered)
        return small not in self.codes and not known and not _UNIT.fullmatch(small)

    def _names_foreign_brand(self, text: str) -> bool:
        own = {fold(product.brand).casefold().replace("-", " ") for product in self.products}
        return any(found.group().replace("-", " ") not in own for found in self.words.brands.finditer(text))

    def _mentions(self, text: str) -> list[Mention]:
        """Names joined by "and" are one mention."""
        found: list[Mention] = []
        end = -1
        for mark in _MARK.finditer(text):
            group = self._groups[ord(mark.group()) - _FIRST_MARK]
            if found and _AND.fullmatch(text[end : mark.start()]):
                found[-1] = Mention(found[-1].start, (*found[-1].groups, group))
            else:
                found.append(Mention(mark.start(), (group,)))
            end = mark.end()
        return found


def is_name(title: str, words: ClaimWords) -> bool:
    """False for a title that says more than what a thing is called."""
    small = title.casefold()
    said = any(pattern.search(small) for pattern in words.kinds.values()) or words.stock["none"].search(small)
    signs = any(sign in small for sign in "%€$£")
    return 0 < len(title) <= LONGEST_NAME and not (said or signs or LINK.search(small) or MARKUP.search(small))


def _runs(text: str) -> list[tuple[int, int, list[str]]]:
    """Neighbouring words with a capital, and a number right after them."""
    runs: list[tuple[int, int, list[str]]] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        joined = runs and not text[runs[-1][1] : match.start()].strip()
        if word[0].isupper():
            if joined:
                start, _, tokens = runs[-1]
                runs[-1] = (start, match.end(), [*tokens, word])
            else:
                runs.append((match.start(), match.end(), [word]))
        elif joined and word.isdigit() and not runs[-1][2][-1].isdigit():
            start, _, tokens = runs[-1]
            runs[-1] = (start, match.end(), [*tokens, word])
    return runs
