"""A sentence of a reply, with what it is about and what it may rest on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.grounding.grounds import Grounds, Subject
from shared.grounding.names import Marked
from shared.grounding.words import ClaimWords, fold, words_of

QUOTED = 0.8  # share of a sentence's words that a merchant's text must have, for the sentence to be its
_CLAUSE = re.compile(r"[,;:()–]|\s-\s")
PLAIN_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Statement:
    """A sentence with what it is about: `carried` is the subject of the sentences before."""

    marked: Marked
    carried: Subject
    grounds: Grounds
    words: ClaimWords

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def everything(self) -> Subject:
        products = self.grounds.products
        return Subject(tuple(frozenset({n}) for n in range(len(products))), products)

    def subject_at(self, place: int) -> Subject:
        """The product named last before, else the next named, else the one spoken of before, else all of them."""
        if self.words.every.search(self.words.excused.sub(" ", self.text)):
            return self.everything
        before = [mention for mention in self.marked.mentions if mention.start < place]
        named = before[-1:] or self.marked.mentions[:1]
        if named:
            return Subject(named[0].groups, self.grounds.products)
        return self.carried if self.carried.groups else self.everything

    def excused(self, place: int) -> bool:
        """ "Nothing in gold", "close to gold": within its clause the word is denied or only compared with."""
        before = self.text[:place]
        clause = clauses(before.rstrip(" :"))[-1]  # French sets a colon apart: "proche de : nylon"
        near = any(match.end() >= len(clause) or ":" not in before[-3:] for match in self.words.near.finditer(clause))
        return near or bool(self.words.negations.search(clauses(before)[-1]))


def is_quoted(text: str, policies: Sequence[str]) -> bool:
    """Whether a sentence is the merchant's own: nearly all of its words and all of its numbers stand in one text."""
    said, numbers = words_of(text), set(PLAIN_NUMBER.findall(text))
    for policy in policies:
        own = words_of(policy)
        if said and len(said & own) >= QUOTED * len(said) and numbers <= set(PLAIN_NUMBER.findall(fold(policy))):
            return True
    return False


def clauses(text: str) -> list[str]:
    return _CLAUSE.split(text)
