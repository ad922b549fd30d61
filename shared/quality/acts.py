"""What people and systems do by words in a conversation (thank, correct, fail, confirm), by lists of phrases."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.discovery.wording import MOST_CHARACTERS, Token, plain, tokens, words

DATA = Path(__file__).parent / "data"
ACTS = (
    *("thanks", "accepts", "affirms", "closes", "complains", "corrects", "changes", "declines", "indifferent"),
    *("requests", "fails", "lost", "succeeds", "offersMore", "offersInstead", "farewells"),
    *("openQuestion", "stalls", "politeNo"),
)
BEGINS = "^"  # before a phrase that counts only where a clause begins
LEAST_STEM = 3  # letters that stay when an ending is taken off
_FROM_SENTIMENT = {"complains": "complaints", "thanks": "praises", "fails": "apologies"}
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FACT = re.compile(r"\d+(?:[.,:/-]\d+)*|(?<=[a-z,;:] )[A-Z][\w'’&-]+|(?<=\s)@\w+")
_QUESTION = re.compile(r"[?？]")


@dataclass(frozen=True)
class Utterance:
    """One text, read once: the acts it does, its content words as stems, the facts it states (numbers, names),
    whether it asks (a question mark), and its words in all."""

    text: str
    acts: frozenset[str]
    content: frozenset[str]
    facts: frozenset[str]
    asks: bool
    length: int


def read(text: str, language: str = "en") -> Utterance:
    """`text` in `language` (two letters); without a list of acts for it, the feeling's lists stand in for some."""
    lists = _lists(language)
    said = tokens(plain(text))
    heard = [token.text for token in said if not token.is_boundary]
    return Utterance(
        text=text,
        acts=lists.acts_of(heard, _beginnings(said, lists.openers)),
        content=frozenset(_content(heard, lists)),
        facts=frozenset(fact.casefold() for fact in _FACT.findall(text[:MOST_CHARACTERS])),
        asks=bool(_QUESTION.search(text)),
        length=len(heard),
    )


def language_of(text: str) -> str:
    """ "zh" for a text in Chinese signs, "en" for any other: enough for dialogues that do not name their language."""
    letters = sum(character.isalpha() for character in text)
    return "zh" if letters and 2 * len(_UNSPACED.findall(text)) > letters else "en"


def without_topic(text: str, language: str = "en") -> str:
    """The text without words that name what is talked about or are mere politeness ("free parking", "please")."""
    topic = _lists(language).topic
    return topic.sub(" ", text[:MOST_CHARACTERS]) if topic else text


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    act: str
    begins: bool


@dataclass(frozen=True)
class _Lists:
    """`by_first`: the phrases that begin with a word. Languages without spaces between words have their phrases in
    `anywhere` instead, each with its act."""

    by_first: Mapping[str, Sequence[_Phrase]]
    anywhere: Sequence[tuple[str, str]]
    openers: frozenset[str]
    topic: re.Pattern[str] | None
    stop_words: frozenset[str]
    endings: tuple[str, ...]

    def acts_of(self, said: Sequence[str], beginnings: Sequence[bool]) -> frozenset[str]:
        found = {
            phrase.act
            for place, word in enumerate(said)
            for phrase in self.by_first.get(word, ())
            if (beginnings[place] or not phrase.begins)
            and (len(phrase.words) == 1 or tuple(said[place : place + len(phrase.words)]) == phrase.words)
        }
        if self.anywhere:
            joined = " ".join(said)
            found |= {act for phrase, act in self.anywhere if phrase in joined}
        return frozenset(found)


@cache
def _lists(language: str) -> _Lists:
    phrases = _phrases(language)
    spaced = bool(phrases.get("spaced", True))
    pairs = [(phrase, act) for act in ACTS for phrase in phrases.get(act, ())]
    by_first: dict[str, list[_Phrase]] = {}
    for phrase, act in pairs if spaced else ():
        if not (said := words(phrase.removeprefix(BEGINS))):
            continue
        by_first.setdefault(said[0], []).append(_Phrase(said, act, phrase.startswith(BEGINS)))
    return _Lists(
        by_first,
        () if spaced else pairs,
        _plain(phrases.get("openers", ())),
        _topic(phrases["topicWords"], spaced) if phrases.get("topicWords") else None,
        _plain(phrases.get("stopWords", ())),
        tuple(plain(ending) for ending in phrases.get("endings", ())),
    )


def _phrases(language: str) -> Mapping[str, Any]:
    """Of the language's own list; the feeling's lists for acts that it leaves out."""
    own, feeling = (_data(f"{name}.{language}.json") for name in ("acts", "sentiment"))
    return {**{act: feeling.get(kind, ()) for act, kind in _FROM_SENTIMENT.items()}, **own}


def _data(name: str) -> Mapping[str, Any]:
    path = DATA / name
    lists: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return lists


def _plain(listed: Sequence[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in listed)


def _topic(phrases: list[str], spaced: bool) -> re.Pattern[str]:
    any_of = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"\b(?:{any_of})\b" if spaced else f"(?:{any_of})", re.IGNORECASE)


def _beginnings(said: Sequence[Token], openers: frozenset[str]) -> list[bool]:
    """For each word, whether a clause begins there: after a mark, or after nothing but openers since it."""
    found: list[bool] = []
    begins = True
    for token in said:
        if token.is_boundary:
            begins = True
        else:
            found.append(begins)
            begins = begins and token.text in openers
    return found


def _content(said: list[str], lists: _Lists) -> list[str]:
    found: list[str] = []
    for word in said:
        if _UNSPACED.match(word):
            found += [word[place : place + 2] for place in range(max(1, len(word) - 1))]
        elif word not in lists.stop_words:
            found.append(_stem(word, lists.endings))
    return found


def _stem(word: str, endings: tuple[str, ...]) -> str:
    ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= LEAST_STEM), "")
    return word[: len(word) - len(ending)]
