"""Phrases and what they mean, read from a language's data files."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from shared.discovery.spelling import Spelling
from shared.discovery.wishes import Relative, Slot
from shared.discovery.wording import Token, words
from shared.faces.result import FaceShape

DATA = Path(__file__).parent / "data"
Value = tuple[Slot, str]
Phrase = tuple[str, ...]
_SLOTS = frozenset(get_args(Slot))


@dataclass(frozen=True)
class Entry:
    """What a phrase says. `wishes` of one slot are alternatives; `implies` holds while the slot is unset, as do
    the wishes of a `weak` entry; `marks` are its parts in a sentence (exclude, soften, break, join, correct …)."""

    wishes: tuple[Value, ...] = ()
    implies: tuple[Value, ...] = ()
    weak: bool = False
    face_shape: FaceShape | None = None
    clears: str | None = None
    no_fact: str | None = None
    relative: Relative | None = None
    marks: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()

    def joined(self, other: "Entry") -> "Entry":
        """Both meanings of one phrase."""
        return replace(
            self,
            wishes=self.wishes + tuple(value for value in other.wishes if value not in self.wishes),
            implies=self.implies or other.implies,
            face_shape=self.face_shape or other.face_shape,
            clears=self.clears or other.clears,
            no_fact=self.no_fact or other.no_fact,
            relative=self.relative or other.relative,
            marks=self.marks | other.marks,
        )


@dataclass(frozen=True)
class Lexicon:
    """`longest` is the number of words of the longest phrase; `prices` and `sizes` are the words round numbers."""

    entries: Mapping[Phrase, Entry]
    intents: Mapping[Phrase, str]
    together: Mapping[str, Sequence[Sequence[frozenset[Phrase]]]]
    intent_order: tuple[str, ...]
    consuming: frozenset[str]
    hard: frozenset[str]
    short_words: int
    anywhere: frozenset[str]
    lens_words: frozenset[str]
    body_words: frozenset[str]
    common: frozenset[str]
    vocabulary: frozenset[str]
    keep_plural: frozenset[str]
    number_words: Mapping[str, str]
    prices: Mapping[str, Any]
    sizes: Mapping[str, Any]
    longest: int
    spelling: Spelling = field(repr=False, compare=False)

    @classmethod
    def load(cls, language: str = "en") -> "Lexicon":
        """Raises FileNotFoundError for a language without data files; read once per process."""
        return _load(language)

    def is_hard(self, slot: str, value: str) -> bool:
        return slot in self.hard or f"{slot}:{value}" in self.hard

    def canonical(self, token: Token) -> str:
        """The token as the phrases spell it: singular, and the nearest known word when it is none itself."""
        return _canonical(self, token.text) if token.is_word else token.text

    def known(self, word: str) -> bool:
        words_known = self.common | self.vocabulary
        return word in words_known or _singular(word, self.keep_plural) in words_known

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=4096)
def _canonical(lexicon: Lexicon, word: str) -> str:
    if not lexicon.known(word):
        word = lexicon.spelling.nearest(word) or word
    return _singular(word, lexicon.keep_plural)


def _singular(word: str, keep: frozenset[str]) -> str:
    if len(word) < 4 or word in keep or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "nses")) else word[:-1]


@cache
def _load(language: str) -> Lexicon:
    data, purposes, common = (_read(name, language) for name in ("lexicon", "intents", "common"))
    keep = frozenset(data["keepPlural"])

    def folded(phrase: str) -> Phrase:
        return tuple(_singular(word, keep) for word in words(phrase))

    entries: dict[Phrase, Entry] = {}
    for phrase, entry in _entries(data):
        key = folded(phrase)
        entries[key] = entries[key].joined(entry) if key in entries else entry
    intents = {
        folded(p): intent for intent in reversed(purposes["order"]) for p in purposes["phrases"].get(intent, ())
    }
    raw = [word for phrase, _ in _entries(data) for word in words(phrase)]
    raw += [word for phrases in purposes["phrases"].values() for phrase in phrases for word in words(phrase)]
    return Lexicon(
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
        lens_words=frozenset(_singular(word, keep) for word in data["lensWords"]),
        body_words=frozenset(_singular(word, keep) for word in data["bodyWords"]),
        common=frozenset(common["words"].split()),
        vocabulary=frozenset(raw) | {_singular(word, keep) for word in raw},
        keep_plural=keep,
        number_words=data["numberWords"],
        prices=data["prices"],
        sizes=data["sizes"],
        longest=max(len(phrase) for phrase in [*entries, *intents]),
        spelling=Spelling(raw),
    )


def _read(name: str, language: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((DATA / f"{name}.{language}.json").read_text(encoding="utf-8")))


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
    for group in data["groups"]:
        wishes, implies = (tuple(map(_value, group.get(key, ()))) for key in ("wishes", "implies"))
        yield from _each(group["phrases"], Entry(wishes=wishes, implies=implies, weak=group.get("weak", False)))
    for shape, phrases in data["faceShapes"]["values"].items():
        templates = [template.format(word) for template in data["faceShapes"]["templates"] for word in phrases]
        yield from _each(templates, Entry(face_shape=shape))
    for slot, phrases in data["anySlot"].items():
        yield from _each(phrases, Entry(clears=slot))
    for name, phrases in data["noFacts"].items():
        yield from _each(phrases, Entry(no_fact=name))
    for mark, phrases in data["marks"].items():
        yield from _each(phrases, Entry(marks=frozenset({mark})))
    for relative in get_args(Relative):
        yield from _each(data["prices"][relative], Entry(relative=relative))


def _each(phrases: Iterable[str], entry: Entry) -> Iterator[tuple[str, Entry]]:
    return ((phrase, entry) for phrase in phrases)
