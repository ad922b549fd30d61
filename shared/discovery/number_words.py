"""Numbers in words: "ninety-nine", "a hundred and twenty five", "one fifty"."""

import re
from collections.abc import Callable
from functools import lru_cache

from shared.discovery.lexicon import Lexicon

_Number = tuple[int, int, int]  # its value, where it starts and ends
LEAST = 10  # "one" and "two" are seldom numbers: "the second one"


def in_digits(text: str, lexicon: Lexicon) -> str:
    """A `plain` text with its number words as digits; all places stay."""
    run, word = _patterns(lexicon)

    def replaced(match: re.Match[str]) -> str:
        return _run_in_digits(match.group(), word, lexicon)

    return run.sub(replaced, text)


def _run_in_digits(run: str, word: re.Pattern[str], lexicon: Lexicon) -> str:
    found = [(int(lexicon.number_words[match.group()]), *match.span()) for match in word.finditer(run)]
    for value, start, end in reversed(_all_joined(_all_joined(found, run, _multiplied), run, _added)):
        if value >= LEAST:
            run = run[:start] + str(value).ljust(end - start) + run[end:]
    return run


def _all_joined(found: list[_Number], run: str, rule: Callable[[int, int, bool], int | None]) -> list[_Number]:
    """Neighbours as one number where the rule makes one of them; it is told whether an "and" links them."""
    joined: list[_Number] = []
    for value, start, end in found:
        before, begun, ended = joined[-1] if joined else (0, 0, 0)
        number = rule(before, value, bool(run[ended:start].strip(" -"))) if joined else None
        if number is None:
            joined.append((value, start, end))
        else:
            joined[-1] = (number, begun, end)
    return joined


def _multiplied(before: int, value: int, linked: bool) -> int | None:
    return before * value if 0 < before < 10 and value in (100, 1000) and not linked else None


def _added(before: int, value: int, linked: bool) -> int | None:
    """An "and" joins only hundreds: "fifty and eighty" are two."""
    if before >= 100 and before % 100 == 0 and value < (1000 if before % 1000 == 0 else 100):
        return before + value
    if linked:
        return None
    if before % 100 >= 20 and before % 10 == 0 and value < 10:
        return before + value
    return before * 100 + value if 0 < before < 10 and 10 <= value < 100 else None


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(re.escape(word) for word in sorted(lexicon.number_words, key=len, reverse=True)) or r"\b\B"
    links = "".join(rf"|\s{re.escape(link)}\s" for link in lexicon.prices["numberLinks"])
    return re.compile(rf"\b(?:{words})(?:(?:[\s-]{links})(?:{words}))*\b"), re.compile(rf"\b(?:{words})\b")
