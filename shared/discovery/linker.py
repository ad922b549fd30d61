"""Meaning for words that the lexicon does not know: which value of which slot they come nearest to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from shared.discovery.meaning import meanings
from shared.discovery.wishes import Slot
from shared.discovery.wording import Token
from shared.platform.ports.embeddings import Embeddings, EmbeddingsUnavailable

MOST_LINKS = 2  # a message; a third is more often wrong than right
LONGEST_SPAN = 4  # words
MOST_SPANS = 10  # in one run of the model each message, about 1 ms a span; more found no more


@dataclass(frozen=True)
class Link:
    """A soft wish that `said[start:end]` seems to name. Whether it is wanted or not is the sentence's to say."""

    slot: Slot
    value: str
    cosine: float
    start: int
    end: int


def links(
    said: Sequence[Token],
    unknown: Collection[str],
    embeddings: Embeddings,
    *,
    decided: Collection[str] = (),
    language: str = "en",
) -> list[Link]:
    """The nearest values of a message's unknown words, the nearest first, none in a slot that is `decided` already.

    Spans of 1 to 4 words with an unknown word in them are compared with the values' glosses; links do not overlap.
    Without a model there are none. Raises FileNotFoundError for a language without glosses (`meaning.languages`).
    """
    spans = list(dict.fromkeys(_spans(said, frozenset(unknown))))[:MOST_SPANS]
    if not spans:
        return []
    texts = [" ".join(token.text for token in said[start:end]) for start, end in spans]
    try:
        meant = meanings(embeddings, language)
        cosines = meant.cosines(meant.vectors(texts, embeddings), meant.glosses)
    except EmbeddingsUnavailable:
        return []
    found = [
        Link(*meant.of[int(row.argmax())], float(row.max()), start, end)
        for row, (start, end) in zip(cosines, spans, strict=True)
        if row.max() >= meant.least_cosine
    ]
    return _apart([link for link in found if link.slot not in decided])


def _spans(said: Sequence[Token], unknown: frozenset[str]) -> Iterator[tuple[int, int]]:
    """In order of the words, the shorter first; none goes over a clause's end or a number."""
    for place, token in enumerate(said):
        if token.text not in unknown:
            continue
        for length in range(1, LONGEST_SPAN + 1):
            for start in range(max(0, place - length + 1), place + 1):
                span = said[start : start + length]
                if len(span) == length and all(word.is_word for word in span):
                    yield start, start + length


def _apart(found: Sequence[Link]) -> list[Link]:
    """The nearest of each value, of those that overlap the nearest."""
    kept: list[Link] = []
    for link in sorted(found, key=lambda link: (-link.cosine, link.start, link.end)):
        free = all(link.end <= other.start or other.end <= link.start for other in kept)
        if free and (link.slot, link.value) not in {(other.slot, other.value) for other in kept}:
            kept.append(link)
    return kept[:MOST_LINKS]
