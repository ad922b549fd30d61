"""What a message says: its wishes, its intent, and what was not understood."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from shared.discovery.amounts import price_in
from shared.discovery.lexicon import Entry, Lexicon, Phrase, Value
from shared.discovery.linker import Link
from shared.discovery.phrases import Part, parts
from shared.discovery.sentence import Stand, Statement, adds, corrects, statements
from shared.discovery.sizes import size_in
from shared.discovery.wishes import PriceWish, Relative, SizeWish, Stance, Wish, Wishes, merged
from shared.discovery.wording import Token
from shared.faces.result import FaceShape

TOPICS = ("delivery", "returns", "warranty", "payment", "order", "store", "care")  # the shop's own matters
ALWAYS = frozenset({"medical", "person", "lensSafety", *TOPICS})  # hold whatever else the message wishes for
ABOUT_FRAMES = frozenset({"compare", "whyNot", "explainFit", "stock"})  # hold once there are frames to speak of
_OPPOSITE: dict[Relative, Relative] = {
    "cheaper": "dearer",
    "dearer": "cheaper",
    "affordable": "premium",
    "premium": "affordable",
    "cheapest": "premium",
}
MOST_UNKNOWN = 5  # unknown words worth reporting


class Linker(Protocol):
    def __call__(
        self, said: Sequence[Token], unknown: Collection[str], *, decided: Collection[str]
    ) -> Sequence[Link]: ...


@dataclass(frozen=True)
class Context:
    """What the conversation brings along: the wishes so far, the names of the shop's brands, and whether frames have
    been shown that a question can be about. `linker` finds the meaning of words that the lexicon does not know."""

    wishes: Wishes = field(default_factory=Wishes)
    brands: tuple[str, ...] = ()
    shown: bool = False
    linker: Linker | None = None


@dataclass(frozen=True)
class Understanding:
    """`wishes` are this message's own. `dropped` values and `cleared` slots are wishes taken back; `no_facts` are
    things asked for that no product record says; `pointed` are frames spoken of by their place in the list,
    `rejected` those not wanted; `alike` asks for others like them. `intent` is one of data/intents, or find, refine,
    unclear."""

    wishes: Wishes
    intent: str
    intents: frozenset[str] = frozenset()
    stance: Stance = "refine"
    dropped: tuple[Value, ...] = ()
    cleared: tuple[str, ...] = ()
    no_facts: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    pointed: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    alike: bool = False

    @property
    def understood(self) -> bool:
        return self.intent != "unclear"

    @property
    def about_frames(self) -> bool:
        return bool(not self.wishes.empty or self.dropped or self.cleared or self.no_facts)

    def applied_to(self, old: Wishes) -> Wishes:
        """The shopper's wishes after this message."""
        kept = Wishes() if "reset" in self.intents else old.without(slots=self.cleared, values=self.dropped)
        open_now = kept.model_copy(update={"indifferent": tuple(dict.fromkeys(kept.indifferent + self.cleared))})
        return merged(open_now, self.wishes, stance=self.stance)


def understand(message: str, lexicon: Lexicon, context: Context) -> Understanding:
    """Any text in, never an error: what cannot be understood is left out and reported."""
    text = lexicon.plain(message)
    size, text = size_in(text, lexicon)
    price, text = price_in(text, lexicon)
    said = lexicon.tokens(text)
    intents, rest = _intents(said, lexicon)
    branded = _with_brands(lexicon, context.brands)
    unknown = _unknown(said, branded)
    found = parts(rest, branded)
    if unknown and context.linker and not intents & ALWAYS:
        found = parts(rest, branded, _linked(rest, unknown, found, branded, context.linker))
    stated = [_put_right(one) for one in statements(found)]
    wishes = _wishes(stated, price, size, lexicon, context)
    dropped = tuple(value for one in stated if one.stand == "dropped" for value in one.entry.wishes)
    cleared = tuple(part.entry.clears for part in found if part.entry.clears)
    no_facts = tuple(dict.fromkeys(one.entry.no_fact for one in stated if one.entry.no_fact))
    content = _Content(
        about_frames=bool(not wishes.empty or dropped or cleared or no_facts),
        firm=any(part.names and not part.entry.weak for part in found) or bool(price or size),
        turns_down=any("excludeBack" in part.entry.marks for part in found),
    )
    return Understanding(
        wishes=wishes,
        intent=_intent(intents, content, context, lexicon),
        intents=intents,
        stance="correct" if corrects(found) else "add" if adds(found) else "refine",
        dropped=dropped,
        cleared=cleared,
        no_facts=no_facts,
        unknown_words=unknown,
        pointed=_references(stated, "wanted", "softened"),
        rejected=_references(stated, "excluded", "dropped"),
        alike=any("alike" in part.entry.marks for part in found),
    )


@dataclass(frozen=True)
class _Content:
    """`firm`: more is wished for than what a weak word ("glasses") stands for; `turns_down`: something is not liked,
    whatever it is."""

    about_frames: bool
    firm: bool
    turns_down: bool


def _intent(intents: frozenset[str], content: _Content, context: Context, lexicon: Lexicon) -> str:
    strong = next((intent for intent in lexicon.intent_order if intent in intents and intent in ALWAYS), None)
    if strong:
        return strong
    asked = next((intent for intent in lexicon.intent_order if intent in intents & ABOUT_FRAMES), None)
    if asked and context.shown:
        return asked
    for intent in ("dislike", "more"):
        if intent in intents:
            return intent
    for intent in ("complaint", "faceFit"):
        if intent in intents and not content.firm:
            return intent
    if content.about_frames:
        return "find" if context.wishes.empty or "reset" in intents else "refine"
    said = next((intent for intent in lexicon.intent_order if intent in intents), "unclear")
    return "dislike" if said == "unclear" and content.turns_down and context.shown else said


def _intents(said: Sequence[Token], lexicon: Lexicon) -> tuple[frozenset[str], list[Token]]:
    """The intents of a message and the tokens that are left to name wishes."""
    spelt = [lexicon.canonical(token) for token in said]
    intents: set[str] = set()
    rest: list[Token] = []
    short = sum(token.is_word for token in said) <= lexicon.short_words
    place = 0
    while place < len(said):
        length, intent = _intent_at(spelt, place, lexicon)
        if length == 1 and not short and intent not in lexicon.anywhere:
            intent = None
        taken = intent in lexicon.consuming
        if intent:
            intents.add(intent)
        if not taken:
            rest += said[place : place + length]
        place += length
    phrases = {tuple(spelt[a : a + n]) for a in range(len(spelt)) for n in (1, 2, 3)}
    intents |= {
        intent
        for intent, rules in lexicon.together.items()
        if any(all(group & phrases for group in rule) for rule in rules)
    }
    return frozenset(intents), rest


def _intent_at(spelt: Sequence[str], place: int, lexicon: Lexicon) -> tuple[int, str | None]:
    """The longest intent phrase here, unless a longer phrase of the lexicon begins here too."""
    for length in range(min(lexicon.longest, len(spelt) - place), 0, -1):
        key = tuple(spelt[place : place + length])
        if intent := lexicon.intents.get(key):
            return length, intent
        if key in lexicon.entries:
            return length, None
    return 1, None


def _wishes(
    stated: Iterable[Statement], price: PriceWish | None, size: SizeWish | None, lexicon: Lexicon, context: Context
) -> Wishes:
    stated = list(stated)
    items = _plainly_stated(stated, lexicon)
    decided = {wish.slot for wish in items.values()} | _decided(context.wishes)
    for one in stated:
        implied = one.entry.implies if one.stand == "wanted" else ()
        items |= {value: Wish(slot=value[0], value=value[1]) for value in implied if value[0] not in decided}
    decided |= {wish.slot for wish in items.values()}
    for one in stated:
        weak = one.entry.wishes if one.entry.weak and one.stand == "wanted" else ()
        items |= {w.key: w for w in _stated_wishes(one, weak, lexicon) if w.slot not in decided}
    return Wishes(
        items=tuple(items.values()),
        price=price or _relative_price(stated),
        size=size,
        face_shape=_face_shape(stated),
    )


def _put_right(one: Statement) -> Statement:
    """ "They pinch" and "nothing that pinches" wish for the same."""
    return replace(one, stand="wanted") if one.entry.remedy else one


def _decided(wishes: Wishes) -> set[str]:
    """Slots in which nothing needs to be guessed. A kind that was only implied ("for the beach") gives way to what is
    implied next ("and for the office")."""
    return {wish.slot for wish in wishes.items if wish.hard or wish.slot != "category"}


def _plainly_stated(stated: Iterable[Statement], lexicon: Lexicon) -> dict[Value, Wish]:
    """The last word on each value counts, but for "blue, though no light blue": a kind of it that is not wanted
    leaves the value wanted, unless what was wanted is many things ("metal, but no titanium")."""
    items: dict[Value, Wish] = {}
    said_by: dict[Value, Statement] = {}
    for one in stated:
        for wish in () if one.entry.weak else _stated_wishes(one, one.entry.wishes, lexicon):
            before = items.get(wish.key)
            narrower = before and before.polarity == "wanted" and _has_kinds(said_by[wish.key], one, wish)
            if wish.polarity == "unwanted" and narrower:
                continue
            items[wish.key], said_by[wish.key] = wish, one
    return items


def _has_kinds(broader: Statement, one: Statement, wish: Wish) -> bool:
    """Whether what was said before can be wanted without the kind of it that `one` names."""
    alternatives = [value for slot, value in broader.entry.wishes if slot == wish.slot]
    return broader.text != one.text and len(alternatives) == 1


def _stated_wishes(one: Statement, values: Iterable[Value], lexicon: Lexicon) -> list[Wish]:
    if one.stand == "dropped":
        return []
    firm = not one.entry.soft
    if one.stand == "wanted":
        hard = [firm and (one.insisted or (not one.entry.weak and lexicon.is_hard(*value))) for value in values]
        return [Wish(slot=s, value=v, hard=h) for (s, v), h in zip(values, hard, strict=True)]
    return [Wish(slot=s, value=v, polarity="unwanted", hard=firm and one.stand == "excluded") for s, v in values]


def _relative_price(stated: Iterable[Statement]) -> PriceWish | None:
    """ "Cheaper", and "nothing premium": what is not wanted says its opposite."""
    for one in stated:
        if one.entry.relative and one.stand != "dropped":
            relative = one.entry.relative if one.stand == "wanted" else _OPPOSITE[one.entry.relative]
            return PriceWish(relative=relative)
    return None


def _face_shape(stated: Iterable[Statement]) -> FaceShape | None:
    return next((one.entry.face_shape for one in stated if one.entry.face_shape and one.stand == "wanted"), None)


def _linked(
    rest: Sequence[Token], unknown: Collection[str], found: Iterable[Part], lexicon: Lexicon, linker: Linker
) -> dict[Phrase, Entry]:
    """Phrases that come near a value in meaning, where no phrase of the lexicon speaks of that slot."""
    decided = {slot for part in found for slot in part.slots}
    spans = linker(rest, unknown, decided=decided)
    return {
        tuple(lexicon.canonical(token) for token in rest[one.start : one.end]): Entry(
            wishes=((one.slot, one.value),), soft=True
        )
        for one in spans
    }


def _references(stated: Iterable[Statement], *stands: Stand) -> tuple[str, ...]:
    """Each once, in the order they were named."""
    found = [one.entry.reference for one in stated if one.entry.reference and one.stand in stands]
    return tuple(dict.fromkeys(found))


def _unknown(said: Iterable[Token], lexicon: Lexicon) -> tuple[str, ...]:
    strange = (t.text for t in said if t.is_word and len(t.text) > 2 and not lexicon.known(t.text))
    unread = (word for word in strange if lexicon.spelling.nearest(word) is None)
    return tuple(dict.fromkeys(unread))[:MOST_UNKNOWN]


@lru_cache(maxsize=64)
def _with_brands(lexicon: Lexicon, brands: tuple[str, ...]) -> Lexicon:
    """The lexicon with a shop's brand names; a brand named by a word that means something else keeps both."""

    entries = dict(lexicon.entries)
    for brand in brands:
        if key := lexicon.phrase(brand):
            entry = Entry(wishes=(("brand", brand),))
            entries[key] = entries[key].joined(entry) if key in entries else entry
    longest = max([lexicon.longest, *(len(lexicon.phrase(brand)) for brand in brands)])
    names = frozenset(word for brand in brands for word in lexicon.phrase(brand))
    return replace(lexicon, entries=entries, longest=longest, vocabulary=lexicon.vocabulary | names)
