"""How a shopper sounds: English by VADER, other languages by a fixed rule over a small list of words."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from shared.discovery.wording import words
from shared.quality import vader

NEGATION_REACH = 3  # words after a "not" whose feeling is turned round
_KINDS = ("positive", "negative", "negations", "complaints", "praises", "apologies")


def polarity(text: str, language: str = "en") -> float:
    """Between -1 and 1. English: VADER's compound. Others: positive against negative words, turned round after a
    negation; 0 without either, and for a language without lists."""
    if language == "en":
        return vader.compound(text)
    lists = _lists(language)
    said = words(text)
    felt = [_feeling(said, place, lists) for place in range(len(said))]
    marked = [feeling for feeling in felt if feeling]
    return sum(marked) / len(marked) if marked else 0.0


def says(text: str, kind: str, language: str = "en") -> bool:
    """True when the text holds a phrase of the list: complaints, praises or apologies."""
    said = f" {' '.join(words(text))} "
    return any(f" {phrase} " in said for phrase in _lists(language)[kind])


def _feeling(said: Sequence[str], place: int, lists: Mapping[str, frozenset[str]]) -> int:
    feeling = (said[place] in lists["positive"]) - (said[place] in lists["negative"])
    negated = any(word in lists["negations"] for word in said[max(0, place - NEGATION_REACH) : place])
    return -feeling if negated else feeling


@cache
def _lists(language: str) -> Mapping[str, frozenset[str]]:
    path = Path(__file__).parent / "data" / f"sentiment.{language}.json"
    lists: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {kind: frozenset(lists.get(kind, ())) for kind in _KINDS}
