"""Which of the languages with data files a message is written in."""

import json
import re
from collections.abc import Iterable
from functools import cache

from shared.discovery.lexicon import DATA
from shared.discovery.wording import MOST_CHARACTERS, plain, tokens

DEFAULT = "en"
_CONTRACTED = re.compile(r"\w+(?:['’ʼ`´]\w+)+")
MARGIN = 0.75  # words by which another language must be the likelier before the conversation changes to it
FOREIGN_WORDS, FOREIGN_SHARE = 3, 0.34  # a message of some length, of which so little is known, is in none of them


@cache
def languages() -> tuple[str, ...]:
    """Codes of ISO 639-1; those in which there is something to say."""
    return tuple(sorted(path.name.split(".")[1] for path in DATA.glob("texts.*.json")))


def supported(locale: str | None) -> str | None:
    """The language of a locale ("de-AT"), None where it has no data files."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in languages() else None


def language_of(message: str, usual: str) -> str:
    """The language of a message in a conversation that is usually held in `usual`.

    Each word speaks for the languages that know it, the less the more of them do. The conversation changes to another
    language only if that knows more than half of the words, and more of them: a name, a slip of the pen or a word
    that belongs to several ("vintage", "metal") leave it as it is.
    """
    said = _words(message)
    evidence = {language: _evidence(said, language) for language in languages()}
    best = max(evidence, key=lambda language: (evidence[language], language == usual, language))
    known, known_usually = _known(said, best), _known(said, usual)
    likelier = evidence[best] >= evidence[usual] + MARGIN and known > max(known_usually, len(said) / 2)
    return best if likelier else usual


def is_foreign(message: str) -> bool:
    """True where hardly a word is known in any language: a script or a language that this room does not read."""
    said = _words(message)
    known = sum(any(word in _vocabulary(language) for language in languages()) for word in said)
    letters = sum(character.isalpha() for character in message)
    latin = sum(character.isascii() and character.isalpha() for character in plain(message))
    if letters and latin < letters / 2:
        return True
    return len(said) >= FOREIGN_WORDS and known < FOREIGN_SHARE * len(said)


def _known(said: Iterable[str], language: str) -> int:
    return sum(word in _vocabulary(language) for word in said)


def _evidence(said: Iterable[str], language: str) -> float:
    return sum(1 / _knowing(word) for word in said if word in _vocabulary(language))


def _knowing(word: str) -> int:
    return sum(word in _vocabulary(language) for language in languages())


def _words(message: str) -> list[str]:
    """A word with an apostrophe is one where a language writes it so ("isn't"), else two ("j'aimerais")."""
    return _halves(_CONTRACTED.sub(_whole_if_known, message[:MOST_CHARACTERS]))


def _whole_if_known(match: re.Match[str]) -> str:
    whole = plain(match.group(), "join")
    return whole if _knowing(whole) else match.group()


def _halves(text: str) -> list[str]:
    return [token.text for token in tokens(plain(text, "split")) if token.is_word]


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """The words of a language's data files as they are written, without their stems: cheap to read."""
    written: set[str] = set()  # each word is read once, though many phrases have it
    for name in ("common", "lexicon", "intents"):
        data = json.loads((DATA / f"{name}.{language}.json").read_text(encoding="utf-8"))
        written.update(_texts(data))
    return frozenset(token for text in written for token in _halves(text))


def _texts(data: object) -> Iterable[str]:
    if isinstance(data, str):
        yield from data.split()
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)
    elif isinstance(data, dict):
        for name, item in data.items():
            if name not in _NOT_SPOKEN:
                yield from _texts(item)


_NOT_SPOKEN = frozenset({"about", "hard", "wishes", "implies", "order", "consumes", "anywhere", "folding"})
