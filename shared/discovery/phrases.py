"""A message as phrases, each colour with what it is the colour of: frame, lenses or the shopper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shared.discovery.lexicon import Entry, Lexicon, Phrase, Value
from shared.discovery.wording import Token

LENS_REACH = 4  # phrases between lenses and their colour
_WORD = Entry()


@dataclass(frozen=True)
class Part:
    """A phrase, a clause mark or a word that means nothing here; `text` is as it is spelt in the phrases."""

    text: Phrase
    entry: Entry
    boundary: bool = False

    @property
    def names(self) -> bool:
        entry = self.entry
        return bool(entry.wishes or entry.face_shape or entry.relative or entry.no_fact or entry.reference)

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(slot for slot, _ in self.entry.wishes)


def parts(tokens: Sequence[Token], lexicon: Lexicon, linked: Mapping[Phrase, Entry] | None = None) -> list[Part]:
    """The longest phrases from left to right, each colour with what it is the colour of. `linked` are phrases of this
    message alone."""
    spelt = [lexicon.canonical(token) for token in tokens]
    found: list[Part] = []
    place = 0
    while place < len(tokens):
        part = _phrase_at(spelt, place, lexicon, linked or {}) or Part(
            (spelt[place],), _WORD, tokens[place].is_boundary
        )
        found.append(part)
        place += len(part.text)
    return [_whose_colour(found, place, lexicon) for place in range(len(found))]


def _phrase_at(spelt: Sequence[str], place: int, lexicon: Lexicon, linked: Mapping[Phrase, Entry]) -> Part | None:
    for length in range(min(lexicon.longest, len(spelt) - place), 0, -1):
        key = tuple(spelt[place : place + length])
        if entry := linked.get(key) or lexicon.entries.get(key):
            return Part(key, entry)
    return None


def _whose_colour(found: Sequence[Part], place: int, lexicon: Lexicon) -> Part:
    """The part as it stands, but for a colour of the lenses, or what the shopper's own are ("brown hair", "my eyes
    are blue", "a square jaw")."""
    part = found[place]
    if not part.slots & {"colour", "frameShape"}:
        return part
    if _beside(found, place, lexicon.body_words, lexicon.adjectives_follow) or _said_of_body(found, place, lexicon):
        return Part(part.text, _WORD)
    if "colour" not in part.slots:
        return part
    before = not lexicon.adjectives_follow and _before_lenses(found, place + 1, lexicon)
    if not before and not _after_lenses(found, place, lexicon):
        return part
    moved: tuple[Value, ...] = tuple(("lensColour", v) if s == "colour" else (s, v) for s, v in part.entry.wishes)
    return Part(part.text, replace(part.entry, wishes=moved))


def _beside(found: Sequence[Part], place: int, nouns: Collection[str], adjectives_follow: bool) -> bool:
    """Whether the noun that an adjective here belongs to is one of these."""
    if adjectives_follow:
        return place > 0 and found[place - 1].text[-1] in nouns
    return place + 1 < len(found) and found[place + 1].text[0] in nouns


def _said_of_body(found: Sequence[Part], place: int, lexicon: Lexicon) -> bool:
    """True for "my hair is brown" and "my eyes are very blue"."""
    before = [part.text[-1] for part in found[max(0, place - 3) : place]]
    return any(
        noun in lexicon.body_words and copula in lexicon.copulas for noun, copula in pairwise(before)
    ) and not any(part.boundary for part in found[max(0, place - 2) : place])


def _before_lenses(found: Sequence[Part], place: int, lexicon: Lexicon) -> bool:
    """True for "green lenses", "green or brown tinted lenses"; anything else in between ends it."""
    for part in found[place : place + LENS_REACH]:
        if part.text[-1] in lexicon.lens_words:
            return True
        if not _joins_colours(part):
            return False
    return False


def _after_lenses(found: Sequence[Part], place: int, lexicon: Lexicon) -> bool:
    """True for "lenses in green" and, where adjectives follow their noun, "verres verts ou bruns"; not for the colour
    of "lenses in a white frame"."""
    if _beside(found, place, lexicon.frame_words, lexicon.adjectives_follow):
        return False
    linked = lexicon.adjectives_follow
    for part in reversed(found[max(0, place - LENS_REACH) : place]):
        if part.text[0 if lexicon.adjectives_follow else -1] in lexicon.lens_words:
            return linked
        if set(part.text) <= lexicon.lens_links:
            linked = True
        elif not _joins_colours(part):
            return False
    return False


def _joins_colours(part: Part) -> bool:
    return "join" in part.entry.marks or bool(part.slots & {"colour", "lensColour", "lens"})
