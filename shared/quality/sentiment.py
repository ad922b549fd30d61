"""How a shopper sounds: English by VADER, other languages by a fixed rule over a small list of words."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from shared.discovery.wording import MOST_CHARACTERS, plain, words
from shared.quality import vader

NEGATION_REACH = 3  # words after a "not" whose feeling is turned round
LEAST_BARE = 6  # letters from which a word is known without its accents: "schon" is not "schön"
_FEELINGS = ("positive", "negative", "negations")
_PHRASES = ("complaints", "praises", "apologies")
_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=\w)")


def polarity(text: str, language: str = "en") -> float:
    """Between -1 and 1. English: VADER's compound. Others: positive against negative words, turned round after a
    negation; 0 without either, and for a language without lists."""
    if language == "en":
        return vader.compound(text)
    lists = _lists(language)
    said = [{word, plain(word)} for word in _WORD.findall(_APOSTROPHES.sub("", text[:MOST_CHARACTERS].casefold()))]
    felt = [_feeling(said, place, lists) for place in range(len(said))]
    marked = [feeling for feeling in felt if feeling]
    return sum(marked) / len(marked) if marked else 0.0


def says(text: str, kind: str, language: str = "en") -> bool:
    """True when the text holds a phrase of the list: complaints, praises or apologies."""
    said = f" {' '.join(words(text))} "
    return any(f" {phrase} " in said for phrase in _lists(language)[kind])


def _feeling(said: Sequence[set[str]], place: int, lists: Mapping[str, frozenset[str]]) -> int:
    feeling = bool(said[place] & lists["positive"]) - bool(said[place] & lists["negative"])
    negated = any(word & lists["negations"] for word in said[max(0, place - NEGATION_REACH) : place])
    return -feeling if negated else feeling


@cache
def _lists(language: str) -> Mapping[str, frozenset[str]]:
    path = Path(__file__).parent / "data" / f"sentiment.{language}.json"
    lists: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    feelings = {kind: frozenset(form for word in lists.get(kind, ()) for form in _forms(word)) for kind in _FEELINGS}
    return feelings | {
        kind: frozenset(" ".join(words(phrase)) for phrase in lists.get(kind, ())) for kind in _PHRASES
    }


def _forms(word: str) -> set[str]:
    return {word.casefold(), plain(word)} if len(word) >= LEAST_BARE else {word.casefold()}
