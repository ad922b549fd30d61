"""One form for the forms of a word: "runde", "runder" and "rundes" are found under one stem."""

from collections.abc import Callable, Iterable
from functools import lru_cache

PLURAL = "plural"  # English: its adjectives do not bend, and stems would join words that differ ("light", "lighter")
MOST_KEPT = 8192  # words whose folded form is remembered, for each language


class Folding:
    """`name` is "plural" or one of Snowball's languages; words in `keep` stay as they are."""

    def __init__(self, name: str, keep: Iterable[str] = ()) -> None:
        fold = _singular if name == PLURAL else _stemmed_by(name)
        kept = frozenset(keep)
        self.fold: Callable[[str], str] = lru_cache(MOST_KEPT)(lambda word: word if word in kept else fold(word))


def _stemmed_by(language: str) -> Callable[[str], str]:
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer(language).stemWord
    return stem


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "nses")) else word[:-1]
