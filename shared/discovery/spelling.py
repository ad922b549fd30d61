"""Nearest known word within a bounded edit distance."""

from collections import defaultdict
from collections.abc import Iterable

ONE_EDIT_LETTERS, TWO_EDIT_LETTERS = 5, 8  # a shorter word has too many neighbours to guess


def distance(first: str, second: str) -> int:
    """Optimal string alignment: insertions, deletions, replacements and swaps of neighbours (Damerau 1964)."""
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, above = above, current
    return above[-1]


def allowed_edits(word: str) -> int:
    return 0 if len(word) < ONE_EDIT_LETTERS else 1 if len(word) < TWO_EDIT_LETTERS else 2


class Spelling:
    """Words by first letter and length: typing errors rarely hit the first letter."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(set(vocabulary)):
            if len(word) >= ONE_EDIT_LETTERS:
                self._shelves[word[0], len(word)].append(word)

    def nearest(self, word: str) -> str | None:
        """The closest known word, None when none is close enough; the first in the alphabet of equals.

        One edit changes at most two of the letters used, which rules most words out before they are compared.
        """
        edits, letters = allowed_edits(word), set(word)
        found = [
            (distance(word, known), known)
            for length in range(len(word) - edits, len(word) + edits + 1)
            for known in (self._shelves.get((word[0], length), []) if edits else [])
            if len(letters.symmetric_difference(known)) <= 2 * edits
        ]
        close = [(far, known) for far, known in found if far <= min(edits, allowed_edits(known))]
        return min(close)[1] if close else None
