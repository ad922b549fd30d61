"""A message as words: any Unicode in, plain lower-case tokens out."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import filterfalse
from typing import Literal

MOST_CHARACTERS = 2000  # a message's limit in the contract
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[.,;:!?()\n]|(?<=\s)[-–—](?=\s)|—")
Apostrophes = Literal["join", "split"]  # "don't" is one word, "d'écaille" two
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_BOUNDARIES = frozenset(".,;:!?()\n-–—")


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_boundary(self) -> bool:
        return self.text in _BOUNDARIES


def plain(message: str, apostrophes: Apostrophes = "join") -> str:
    """Compatibility forms folded, accents and apostrophes dropped, lower case; at most the message limit is read."""
    bare = message[:MOST_CHARACTERS].lower()
    if not bare.isascii():
        folded = unicodedata.normalize("NFKD", message[:MOST_CHARACTERS])[: 2 * MOST_CHARACTERS].casefold()
        bare = "".join(filterfalse(unicodedata.combining, folded))
    return _APOSTROPHES.sub("" if apostrophes == "join" else " ", bare)


def tokens(text: str) -> list[Token]:
    """Words, numbers and clause marks of a `plain` text; signs, emoji and markup brackets are passed over."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def words(phrase: str, apostrophes: Apostrophes = "join") -> tuple[str, ...]:
    """A phrase as the texts of its tokens, to compare with a message's."""
    return tuple(token.text for token in tokens(plain(phrase, apostrophes)))
