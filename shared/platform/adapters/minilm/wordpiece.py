"""BERT's uncased WordPiece: a text as numbers of word pieces.

The rules are those of `tokenization_bert.py` (Devlin et al. 2018) as Hugging Face's tokenizers apply them, but one:
what looks like a special token in a text ("[SEP]") is text.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

MOST_LETTERS = 100  # a longer word is unknown as a whole
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class WordPiece:
    """`vocabulary` gives each piece its number; pieces that go on with a word begin with "##"."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._pieces = vocabulary
        self._unknown = vocabulary["[UNK]"]
        self._first, self._last = vocabulary["[CLS]"], vocabulary["[SEP]"]

    @classmethod
    def load(cls, path: Path) -> "WordPiece":
        """A file with one piece per line, the first of which has number 0. Raises OSError."""
        lines = path.read_text(encoding="utf-8").split("\n")
        return cls({piece: number for number, piece in enumerate(lines) if piece})

    def encode(self, text: str, most: int) -> list[int]:
        """At most `most` numbers, the marks of beginning and end among them; what is beyond is left out."""
        numbers: list[int] = []
        for word in _words(text):
            numbers += self._of_word(word)
            if len(numbers) >= most - 2:
                break
        return [self._first, *numbers[: most - 2], self._last]

    def _of_word(self, word: str) -> list[int]:
        """The longest piece first; one letter that has no piece makes the word unknown."""
        numbers: list[int] = []
        start = 0
        while start < len(word) <= MOST_LETTERS:
            end = next((e for e in range(len(word), start, -1) if _piece(word, start, e) in self._pieces), None)
            if end is None:
                return [self._unknown]
            numbers.append(self._pieces[_piece(word, start, end)])
            start = end
        return numbers or [self._unknown]


def _piece(word: str, start: int, end: int) -> str:
    return word[start:end] if start == 0 else f"##{word[start:end]}"


def _words(text: str) -> Iterator[str]:
    return chain.from_iterable(map(_apart, _plain(text).split()))


def _plain(text: str) -> str:
    """Without control characters and accents, in lower case, ideographs apart."""
    clean = "".join(map(_spaced, filter(_is_text, text)))
    bare = (c for c in unicodedata.normalize("NFD", clean) if unicodedata.category(c) != "Mn")
    return "".join(character.lower() for character in bare)


def _is_text(character: str) -> bool:
    if character in "\t\n\r":
        return True
    return character != "�" and not unicodedata.category(character).startswith("C")


def _spaced(character: str) -> str:
    code = ord(character)
    if code >= _IDEOGRAPHS[1][0] and any(first <= code <= last for first, last in _IDEOGRAPHS):
        return f" {character} "
    return character


def _apart(word: str) -> Iterator[str]:
    """The word cut at each sign, every sign by itself."""
    start = 0
    for place, character in enumerate(word):
        if character in _ASCII_SIGNS or unicodedata.category(character).startswith("P"):
            if start < place:
                yield word[start:place]
            yield character
            start = place + 1
    if start < len(word):
        yield word[start:]
