"""What a sentence says of each thing it names: whether it is wanted, and how far a "not" reaches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from shared.discovery.lexicon import Entry, Phrase
from shared.discovery.phrases import Part

Stand = Literal["wanted", "excluded", "softened", "dropped"]
REACH = 7  # words a "not" carries before what it excludes
_STANDS: tuple[tuple[str, Stand], ...] = (("soften", "softened"), ("drop", "dropped"), ("exclude", "excluded"))
_LOOK_BACK: tuple[tuple[str, str, Stand], ...] = (
    ("excludeBack", "exclude", "excluded"),
    ("dropBack", "drop", "dropped"),
)
CLOSING = 2  # words that may follow what closes a clause
_PAUSES = ((",",), ("?",), (":",), ("-",), ("–",), ("—",))  # "gold, no thanks", "gold? No thanks.", "gold: no"
_CLOSES = frozenset({"exclude", "soften", "drop", "break", "correct"})


@dataclass(frozen=True)
class Statement:
    text: Phrase
    entry: Entry
    stand: Stand
    insisted: bool = False


def statements(found: Sequence[Part]) -> Iterator[Statement]:
    """Each named thing with its stand: how far a "not" reaches, and where it ends."""
    scope = _Scope(found)
    for place, part in enumerate(found):
        scope.read(place, part)
        if part.names:
            stand = scope.stand_for(place, part)
            if stand == "wanted":
                stand = _said_afterwards(found, place) or stand
            if stand == "excluded" and _is_qualified(found, place):
                stand = "wanted"
            yield Statement(part.text, part.entry, stand, scope.insists(place))


def _is_qualified(found: Sequence[Part], place: int) -> bool:
    """Whether glasses are named right after what they must not be: "no black sunglasses" wants sunglasses."""
    if place == 0 or found[place].slots != {"category"}:
        return False
    quality = found[place - 1]
    return quality.names and bool(quality.slots) and "category" not in quality.slots


def _said_afterwards(found: Sequence[Part], place: int) -> Stand | None:
    """The stand of "gold I do not like", "rund oder eckig mag ich nicht", "le doré, non merci"."""
    joined = paused = False
    for ahead in range(place + 1, min(place + 1 + REACH, len(found))):
        part = found[ahead]
        if back := _looks_back(found, ahead):
            return back
        if part.names and (paused or not joined) and not _one_thing(found, place, ahead):
            return None  # in "red I like, blue not" each has its own word
        pauses = part.text in _PAUSES
        if not pauses and (part.boundary or part.entry.marks & _CLOSES):
            return None
        joins = pauses or "join" in part.entry.marks
        if found[ahead - 1].text in _PAUSES and not part.names and not joins:
            return None
        joined, paused = joins, pauses
    return None


def _one_thing(found: Sequence[Part], place: int, ahead: int) -> bool:
    """Whether what is named here belongs to what is named `ahead`: "black frames I do not like", and in a list that
    goes on with "and", "brown, beige and tortoise are out"."""
    between = found[place + 1 : ahead]
    if all(part.names for part in between):
        return True
    opens = place == 0 or found[place - 1].boundary  # not in "I like red, blue and green are out"
    listed = opens and all(part.names or part.text == (",",) for part in between)
    after = found[ahead + 1] if ahead + 1 < len(found) else None
    goes_on = after is not None and ("join" in after.entry.marks or after.text == (",",))
    named = [part for part in (*between, found[ahead]) if part.names]
    return listed and goes_on and all(part.slots & found[place].slots for part in named)


def _looks_back(found: Sequence[Part], place: int) -> Stand | None:
    """What a phrase that closes its clause says of the things before it; one that can look ahead as well speaks of
    what follows, if more does than a word or two ("gold I do not like at all")."""
    marks = found[place].entry.marks
    looking = [(ahead, stand) for back, ahead, stand in _LOOK_BACK if back in marks]
    if not looking:
        return None
    rest = found[place + 1 :]
    bare = "interjections" in marks or len(found[place].text) == 1
    if bare and rest and rest[0].text == ("?",):
        return None  # "in black, no?" asks to be agreed with
    clause = list(takewhile(lambda part: not (part.boundary or part.entry.marks & _CLOSES), rest))
    closing = 0 if bare else CLOSING  # "gold, no logos" is no "gold, no"
    goes_on = len(clause) > closing or any(part.names for part in clause)
    return next((stand for ahead, stand in looking if not (goes_on and ahead in marks)), None)


def corrects(found: Sequence[Part]) -> bool:
    """True for "actually …", "no, rather …": what is said takes the place of what was said."""
    return any("correct" in part.entry.marks or _is_interjection(found, place) for place, part in enumerate(found))


def adds(found: Sequence[Part]) -> bool:
    """True for "also …", and for a message that begins with "or"."""
    return any(
        "add" in part.entry.marks or (place == 0 and "opensAddition" in part.entry.marks)
        for place, part in enumerate(found)
    )


def _is_interjection(found: Sequence[Part], place: int) -> bool:
    """ "no" that answers what was shown rather than excluding what follows."""
    if "interjections" not in found[place].entry.marks or place + 1 == len(found):
        return False
    after = found[place + 1]
    return after.boundary or bool(after.entry.marks & {"correct", "break", "exclude", "soften"})


class _Scope:
    """Which "not" is open at a place. Clause marks close it, except in a list ("no round, square or aviator")."""

    def __init__(self, found: Sequence[Part]) -> None:
        self._found = found
        self._stand: Stand = "wanted"
        self._opened = 0
        self._last: Part | None = None
        self._joined: str | None = None  # "and", "or" or a clause mark
        self._insisting = False
        self._preferring = False

    def read(self, place: int, part: Part) -> None:
        marks = part.entry.marks
        if part.boundary:
            self._joined = part.text[0]
            self._insisting = self._preferring = False
            if part.text != (",",):
                self._close()
            return
        if "insist" in marks:
            self._insisting = True
        if "than" in marks and self._preferring and self._compares(place):
            self._open("softened", place)
            return
        self._preferring = self._preferring or "prefer" in marks
        if opened := self._opening(place, part):
            self._open(opened, place)
        elif "join" in marks:
            self._joined = "and" if "ands" in marks else "or"
        elif marks & {"break", "ignore"} or ("softBreak" in marks and self._last is not None):
            self._close()

    def _compares(self, place: int) -> bool:
        """ "Rather square than round": one thing named on either side. The word can be a pronoun ("que", "che")."""
        beside = [*self._found[place - 1 : place], *self._found[place + 1 : place + 2]]
        return place > 0 and len(beside) == 2 and all(part.names for part in beside)

    def _opening(self, place: int, part: Part) -> Stand | None:
        if _is_interjection(self._found, place) or _looks_back(self._found, place):
            return None
        return next((stand for mark, stand in _STANDS if mark in part.entry.marks), None)

    def _open(self, stand: Stand, place: int) -> None:
        still_empty = self._stand != "wanted" and self._last is None
        softer = still_empty and "softened" in (self._stand, stand)
        self._stand, self._opened, self._last, self._joined = "softened" if softer else stand, place, None, None

    def _close(self) -> None:
        self._stand, self._last = "wanted", None

    def stand_for(self, place: int, part: Part) -> Stand:
        if self._stand != "wanted" and not self._reaches(place, part):
            self._close()
        self._last = part if self._stand != "wanted" else None
        self._joined = None
        return self._stand

    def _reaches(self, place: int, part: Part) -> bool:
        if self._last is None:
            return place - self._opened <= REACH and self._joined in (None, "or")
        alike = bool(part.slots & self._last.slots)
        if self._joined == ",":
            return alike and self._list_goes_on(place)
        return alike if self._joined == "and" else True

    def _list_goes_on(self, place: int) -> bool:
        """True when an "or" joins a later item of the list that this comma began."""
        slots = self._found[place].slots
        for at in range(place + 1, len(self._found)):
            part = self._found[at]
            if "join" in part.entry.marks and "ands" not in part.entry.marks:
                return at + 1 < len(self._found) and bool(self._found[at + 1].slots & slots)
            if not (part.slots & slots or part.text == (",",)):
                return False
        return False

    def insists(self, place: int) -> bool:
        """ "only black", "must be titanium", and "titanium is a must"."""
        after = takewhile(lambda part: not part.boundary, self._found[place + 1 : place + 3])
        return self._insisting or any("insistBack" in part.entry.marks for part in after)
