"""Phrases and what they mean, read from a language's data files."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from shared.discovery.compounds import Compounds
from shared.discovery.folding import Folding
from shared.discovery.spelling import Spelling
from shared.discovery.wishes import Relative, Slot
from shared.discovery.wording import Apostrophes, Token, plain, tokens, words
from shared.faces.result import FaceShape

DATA = Path(__file__).parent / "data"
Value = tuple[Slot, str]
Phrase = tuple[str, ...]
_SLOTS = frozenset(get_args(Slot))
_WORDS = ("lensWords", "bodyWords", "frameWords", "lensLinks")  # that tell whose colour a colour is
_WORD_MARKS = (
    "interjections",
    "opensAddition",
    "ands",
    "insistBack",
    "alike",
    "prefer",
    "than",
)  # marks listed on their own


@dataclass(frozen=True)
class Entry:
    """What a phrase says. `wishes` of one slot are alternatives; `implies` holds while the slot is unset, as do the
    wishes of a `weak` entry; those of a `soft` one never filter, being guessed; a `remedy` is wished for by naming
    the trouble, whether it is there or is not to be ("they pinch", "nothing that pinches"); `reference` is a frame's
    place in the list shown last ("2", "last", "this"); `marks` are the phrase's parts in a sentence (exclude,
    soften, break, join, correct …)."""

    wishes: tuple[Value, ...] = ()
    implies: tuple[Value, ...] = ()
    weak: bool = False
    soft: bool = False
    remedy: bool = False
    face_shape: FaceShape | None = None
    clears: str | None = None
    no_fact: str | None = None
    reference: str | None = None
    relative: Relative | None = None
    marks: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()

    def joined(self, other: "Entry") -> "Entry":
        """Both meanings of one phrase."""
        return replace(
            self,
            wishes=self.wishes + tuple(value for value in other.wishes if value not in self.wishes),
            implies=self.implies or other.implies,
            remedy=self.remedy or other.remedy,
            face_shape=self.face_shape or other.face_shape,
            clears=self.clears or other.clears,
            no_fact=self.no_fact or other.no_fact,
            reference=self.reference or other.reference,
            relative=self.relative or other.relative,
            marks=self.marks | other.marks,
        )


@dataclass(frozen=True, eq=False)
class Lexicon:
    """`longest` is the number of words of the longest phrase; `refusals` are said behind what is not wanted, each of
    several words; `prices` and `sizes` are the words round numbers."""

    language: str
    apostrophes: Apostrophes
    entries: Mapping[Phrase, Entry]
    intents: Mapping[Phrase, str]
    together: Mapping[str, Sequence[Sequence[frozenset[Phrase]]]]
    intent_order: tuple[str, ...]
    consuming: frozenset[str]
    hard: frozenset[str]
    short_words: int
    anywhere: frozenset[str]
    lens_words: frozenset[str]
    lens_links: frozenset[str]
    body_words: frozenset[str]
    frame_words: frozenset[str]
    copulas: frozenset[str]
    adjectives_follow: bool
    common: frozenset[str]
    vocabulary: frozenset[str]
    compounds: Compounds
    number_words: Mapping[str, str]
    refusals: tuple[str, ...]
    prices: Mapping[str, Any]
    sizes: Mapping[str, Any]
    longest: int
    folding: Folding = field(repr=False)
    spelling: Spelling = field(repr=False)

    @classmethod
    def load(cls, language: str = "en") -> "Lexicon":
        """Raises FileNotFoundError for a language without data files; read once per process."""
        return _load(language)

    def is_hard(self, slot: str, value: str) -> bool:
        return slot in self.hard or f"{slot}:{value}" in self.hard

    def plain(self, message: str) -> str:
        return plain(message, self.apostrophes)

    def tokens(self, text: str) -> list[Token]:
        """Of a `plain` text, compounds in their parts."""
        return [part for token in tokens(text) for part in self._parted(token)]

    def phrase(self, text: str) -> Phrase:
        """As the keys of `entries` are spelt."""
        return tuple(self.folding.fold(word) for word in words(text, self.apostrophes))

    def canonical(self, token: Token) -> str:
        """The token as the phrases spell it: folded, and the nearest known word when it is none itself. A common word
        stays as it is where no phrase has it: its stem may be another word's ("solita", usual, and "solo", only)."""
        return _canonical(self, token.text) if token.is_word else token.text

    def known(self, word: str) -> bool:
        return word in self.common or self.names(word)

    def names(self, word: str) -> bool:
        """True for a word of the phrases, in any of its forms."""
        return word in self.vocabulary or self.folding.fold(word) in self.vocabulary

    def _parted(self, token: Token) -> list[Token]:
        if not token.is_word or self.known(token.text):
            return [token]
        place = self.compounds.seam(token.text, self.names)
        if place is None:
            return [token]
        first, head = place
        middle = token.end - len(head)
        return [Token(first, token.start, middle), *self._parted(Token(head, middle, token.end))]


@lru_cache(maxsize=16384)
def _canonical(lexicon: Lexicon, word: str) -> str:
    if word in lexicon.common and word not in lexicon.vocabulary:
        return word
    if not lexicon.known(word):
        word = lexicon.spelling.nearest(word) or word
    return lexicon.folding.fold(word)


@cache
def _load(language: str) -> Lexicon:
    data, purposes, common = (_read(name, language) for name in ("lexicon", "intents", "common"))
    apostrophes: Apostrophes = data["apostrophes"]

    @cache  # most phrases are needed twice
    def parts(phrase: str) -> Phrase:
        return words(phrase, apostrophes)

    folding = Folding(data["folding"], [word for kept in data["keepPlural"] for word in parts(kept)])

    def folded(phrase: str) -> Phrase:
        return tuple(folding.fold(word) for word in parts(phrase))

    def folded_words(phrases: Iterable[str]) -> frozenset[str]:
        return frozenset(word for phrase in phrases for word in folded(phrase))

    entries: dict[Phrase, Entry] = {}
    for phrase, entry in _entries(data):
        key = folded(phrase)
        entries[key] = entries[key].joined(entry) if key in entries else entry
    intents = {
        folded(p): intent for intent in reversed(purposes["order"]) for p in purposes["phrases"].get(intent, ())
    }
    raw = {word for phrase, _ in _entries(data) for word in parts(phrase)}
    raw |= {w for key in _WORDS for phrase in data[key] for w in parts(phrase)}
    together = [p for rules in purposes["together"].values() for rule in rules for group in rule for p in group]
    raw |= {w for phrase in together for w in parts(phrase)}
    raw |= {w for phrases in purposes["phrases"].values() for phrase in phrases for w in parts(phrase)}
    return Lexicon(
        language=language,
        apostrophes=apostrophes,
        entries=entries,
        intents=intents,
        together={
            intent: [[frozenset(folded(phrase) for phrase in group) for group in rule] for rule in rules]
            for intent, rules in purposes["together"].items()
        },
        intent_order=tuple(purposes["order"]),
        consuming=frozenset(purposes["consumes"]),
        hard=frozenset(data["hard"]),
        short_words=purposes["shortWords"],
        anywhere=frozenset(purposes["anywhere"]),
        lens_words=folded_words(data["lensWords"]),
        lens_links=folded_words(data["lensLinks"]),
        body_words=folded_words(data["bodyWords"]),
        frame_words=folded_words(data["frameWords"]),
        copulas=folded_words(data["copulas"]),
        adjectives_follow=data["adjectives"] == "after",
        common=frozenset(part for word in common["words"].split() for part in parts(word)),
        vocabulary=frozenset(raw) | {folding.fold(word) for word in raw},
        compounds=Compounds.of(data["compounds"]),
        number_words={plain(word, apostrophes): number for word, number in data["numberWords"].items()},
        refusals=tuple(plain(p, apostrophes) for p in data["marks"]["excludeBack"] if len(words(p, apostrophes)) > 1),
        prices=_plain_lists(data["prices"], apostrophes),
        sizes=_plain_lists(data["sizes"], apostrophes),
        longest=max(len(phrase) for phrase in [*entries, *intents]),
        folding=folding,
        spelling=Spelling(raw),
    )


def _plain_lists(data: dict[str, Any], apostrophes: Apostrophes) -> dict[str, Any]:
    """Phrases as they are looked for in a `plain` text."""

    def plainly(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(phrase, apostrophes) for phrase in value]
        return {name: plainly(entry) if isinstance(entry, list) else entry for name, entry in value.items()}

    currencies = {plain(sign, apostrophes): code for sign, code in data.get("currencies", {}).items()}
    return {name: currencies if name == "currencies" else plainly(value) for name, value in data.items()}


def _read(name: str, language: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((DATA / f"{name}.{language}.json").read_text(encoding="utf-8")))


@cache
def _references() -> list[dict[str, Any]]:
    """Looks that have the same name in every language."""
    return cast(list[dict[str, Any]], json.loads((DATA / "references.json").read_text(encoding="utf-8"))["groups"])


def _value(text: str) -> Value:
    slot, value = text.split(":", 1)
    if slot not in _SLOTS:
        raise ValueError(f"lexicon names an unknown slot: {text}")
    return cast(Slot, slot), value


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for slot, values in data["slots"].items():
        for value, phrases in values.items():
            implies = tuple(map(_value, data["implies"].get(f"{slot}:{value}", ())))
            yield from _each(phrases, Entry(wishes=(_value(f"{slot}:{value}"),), implies=implies))
    for group in [*data["groups"], *_references()]:
        wishes, implies = (tuple(map(_value, group.get(key, ()))) for key in ("wishes", "implies"))
        weak, remedy = group.get("weak", False), group.get("remedy", False)
        yield from _each(group["phrases"], Entry(wishes=wishes, implies=implies, weak=weak, remedy=remedy))
    for shape, phrases in data["faceShapes"]["values"].items():
        templates = [template.format(word) for template in data["faceShapes"]["templates"] for word in phrases]
        yield from _each(templates, Entry(face_shape=shape))
    for slot, phrases in data["anySlot"].items():
        yield from _each(phrases, Entry(clears=slot))
    for name, phrases in data["noFacts"].items():
        yield from _each(phrases, Entry(no_fact=name))
    for reference, phrases in data["ordinals"].items():
        yield from _each(phrases, Entry(reference=reference))
    for mark, phrases in {**data["marks"], **{mark: data[mark] for mark in _WORD_MARKS}}.items():
        yield from _each(phrases, Entry(marks=frozenset({mark})))
    for relative in get_args(Relative):
        yield from _each(data["prices"][relative], Entry(relative=relative))


def _each(phrases: Iterable[str], entry: Entry) -> Iterator[tuple[str, Entry]]:
    return ((phrase, entry) for phrase in phrases)
