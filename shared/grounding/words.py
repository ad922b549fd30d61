"""The words that make a sentence a claim, of all languages at once: a lie in another language is a lie."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from shared.discovery.folding import PLURAL, Folding
from shared.discovery.lexicon import DATA as SPOKEN

_STEMMERS = {"en": PLURAL, "de": "german", "fr": "french", "es": "spanish", "it": "italian"}
LANGUAGES = ("en", "de", "fr", "es", "it")
_DATA = Path(__file__).parent / "data"
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_DASHES = re.compile(r"[‐‑‒–—−]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")


def fold(text: str) -> str:
    """Letters without accents, plain digits, no invisible characters; upper and lower case stay."""
    if not text.isascii():
        text = "".join(map(_plain_character, unicodedata.normalize("NFKD", _DASHES.sub("-", text))))
    return _APOSTROPHES.sub(" ", text)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    return str(unicodedata.decimal(character, character))


def words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text).casefold()))


def strange_words(text: str, known: frozenset[str], language: str) -> bool:
    """True when a folded text in small letters has a word that is none of the known, nor a form of one."""
    stem = _stem(language)
    return any(word not in known and stem(word) not in known for word in _LETTERS.findall(text) if word.isalpha())


@cache
def _stem(language: str) -> Callable[[str], str]:
    return Folding(_STEMMERS[language]).fold


def strings_in(data: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from strings_in(value)


@dataclass(frozen=True, eq=False)
class ClaimWords:
    """`kinds` are claims that nothing in a product's record can bear out; `stock`, `materials`, `colours` and `lens`
    lead from what a record says to the words for it ("none": what no record says). `bounds`, `negations`, `near`
    excuse a word and are therefore of the reply's own language alone, as are the endings by which a capitalised word
    is no name: of nouns where all have capitals, and of verbs and adverbs at a sentence's start."""

    kinds: Mapping[str, re.Pattern[str]]
    excused: re.Pattern[str]
    stock: Mapping[str, re.Pattern[str]]
    materials: Mapping[str, re.Pattern[str]]
    colours: Mapping[str, re.Pattern[str]]
    lens: Mapping[str, re.Pattern[str]]
    shapes: Mapping[str, re.Pattern[str]]
    face: re.Pattern[str]
    parts: Mapping[str, re.Pattern[str]]
    driving: re.Pattern[str]
    night: re.Pattern[str]
    brands: re.Pattern[str]
    currencies: Mapping[str, str]
    numbers: str
    costs: str
    bounds: Mapping[str, str]
    negations: re.Pattern[str]
    near: re.Pattern[str]
    every: re.Pattern[str]
    noun_endings: tuple[str, ...]
    start_endings: tuple[str, ...]

    @classmethod
    def load(cls, language: str) -> "ClaimWords":
        """Read once per process; raises FileNotFoundError for a language without a data file."""
        return _load(language)


_CHECKED = ("materials", "colours", "shapes", "lens", "parts")  # tables whose words are held against records
_OF_FRAMES = ("opening", "lead", "faceFitKnown", "deny", "noMore", "foreignCurrency")  # keys of the room's replies
KINDS = ("discount", "policy", "medical", "instructions", "personal")


@cache
def _load(language: str) -> ClaimWords:
    own = _file(language)
    homographs = frozenset(own["homographs"])
    every = {name: _file(name) for name in LANGUAGES}

    def of_all(path: str) -> list[str]:
        return [
            phrase
            for name, data in every.items()
            for phrase in _at(data, path)
            if name == language or phrase not in homographs
        ]

    def table(key: str) -> dict[str, re.Pattern[str]]:
        names = dict.fromkeys(name for data in every.values() for name in data[key])
        return {name: phrases(of_all(f"{key}.{name}")) for name in names}

    return ClaimWords(
        kinds={kind: phrases(of_all(kind)) for kind in KINDS},
        excused=phrases(own["colourBut"] + own["but"]),
        stock=table("stock"),
        materials=table("materials"),
        colours=table("colours"),
        lens=table("lens"),
        shapes=table("shapes"),
        face=phrases(of_all("face")),
        parts=table("parts"),
        driving=phrases(of_all("driving")),
        night=phrases(of_all("night")),
        brands=phrases(of_all("brands")),
        currencies={word: code for data in every.values() for code, ws in data["currencies"].items() for word in ws},
        numbers=alternatives(of_all("numbers")),
        costs=alternatives(of_all("costs")),
        bounds={side: alternatives(own["bounds"][side]) for side in ("upper", "lower")},
        negations=_negations(own),
        near=phrases(own["near"]),
        every=phrases(own["every"]),
        noun_endings=tuple(own["nounEndings"]),
        start_endings=tuple(own["startEndings"]),
    )


def _negations(own: Any) -> re.Pattern[str]:
    """ "Not", but not the one of "not only"."""
    return re.compile(
        rf"(?<!\w)(?!(?:{alternatives(own['notOnly'])})(?!\w))(?:{alternatives(own['negations'])})(?!\w)"
    )


def _file(language: str) -> Any:
    return json.loads((_DATA / f"claims.{language}.json").read_text(encoding="utf-8"))


def _at(data: Any, path: str) -> list[str]:
    for key in path.split("."):
        data = data.get(key, []) if isinstance(data, dict) else data
    return list(data)


def instead(language: str, *, with_frames: bool) -> str:
    """What is said where nothing of a reply may be."""
    return str(_file(language if language in LANGUAGES else "en")["instead"]["frames" if with_frames else "none"])


def alternatives(listed: Iterable[str]) -> str:
    """The longest first, so that none hides behind its own beginning."""
    return "|".join(_phrase(phrase) for phrase in sorted(set(listed), key=len, reverse=True)) or r"(?!)"


def phrases(listed: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(listed)})(?!\w)")


def _phrase(phrase: str) -> str:
    return r"[\s-]+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())


@cache
def plain_words(language: str) -> frozenset[str]:
    """All that a model may say besides what stands in records: plain words, and those in which the room itself speaks
    of frames; not those of its words on health, service and the like."""
    texts = json.loads((SPOKEN / f"texts.{language}.json").read_text(encoding="utf-8"))
    replies = {key: said for key, said in texts["replies"].items() if key.startswith(_OF_FRAMES)}
    own = _file(language)
    checked = [{k: v for k, v in own[key].items() if k != "none"} for key in _CHECKED]
    said = " ".join([*strings_in([texts | {"replies": replies}, own["plain"], checked])])
    words = frozenset(_LETTERS.findall(fold(said).casefold()))
    return words | {_stem(language)(word) for word in words}


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Words that are no invented name: those of the room's own texts and lists in a language."""
    files = [SPOKEN / f"{kind}.{language}.json" for kind in ("texts", "common", "lexicon")]
    data = [json.loads(path.read_text(encoding="utf-8")) for path in files if path.exists()]
    data.append(_file(language))
    known: set[str] = set()
    for one in data:
        for text in strings_in({key: value for key, value in one.items() if key != "brands"}):
            known |= words_of(text)
    return frozenset(known) | frozenset(_file("en")["known"])
