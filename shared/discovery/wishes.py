"""What a shopper wishes for, as far as it has been said."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from shared.faces.result import FaceShape

Slot = Literal[
    "category",
    "ageGroup",
    "frameShape",
    "rimType",
    "material",
    "colour",
    "lens",
    "lensColour",
    "use",
    "style",
    "fit",
    "brand",
    "gender",
]
Polarity = Literal["wanted", "unwanted"]
Stance = Literal["refine", "correct", "add"]
Relative = Literal["cheaper", "dearer", "affordable", "premium", "cheapest"]

# a frame has one of each of these; of the others it can have several at once
SINGLE: frozenset[str] = frozenset(
    {"category", "ageGroup", "frameShape", "rimType", "material", "colour", "lensColour", "brand", "gender"}
)
OPPOSITES: dict[tuple[str, str], str] = {
    ("fit", "narrow"): "wide",
    ("fit", "wide"): "narrow",
    ("fit", "small"): "large",
    ("fit", "large"): "small",
}
MOST_KEPT = 40  # the latest wishes; a conversation cannot make the session grow without end


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class Wish(_Model):
    """`hard` wishes filter: a stated exclusion, an explicit category, a need. Soft ones move the order."""

    slot: Slot
    value: str
    polarity: Polarity = "wanted"
    hard: bool = False

    @property
    def key(self) -> tuple[Slot, str]:
        return self.slot, self.value


class PriceWish(_Model):
    """`relative` compares with what was shown last (cheaper, dearer) or with the shop's prices, and the dialogue
    resolves it to a bound, which then stands beside it. `around` makes the bounds soft. `currency` None is the
    shop's own."""

    min: Decimal | None = None
    max: Decimal | None = None
    currency: str | None = None
    relative: Relative | None = None
    around: bool = False


class SizeRange(_Model):
    """Millimetres; `hard` when stated as a limit ("at most 140 mm")."""

    min_mm: float | None = None
    max_mm: float | None = None
    hard: bool = False


class SizeWish(_Model):
    """Frame dimensions by the boxing system (ISO 8624) and the shopper's own two, in mm; the most that a frame may
    weigh."""

    frame_width: SizeRange | None = None
    lens_width: SizeRange | None = None
    bridge: SizeRange | None = None
    temple: SizeRange | None = None
    lens_height: SizeRange | None = None
    max_weight_g: Annotated[float, Field(gt=0, le=200)] | None = None
    own_face_width_mm: Annotated[float, Field(ge=90, le=200)] | None = None
    own_pupillary_distance_mm: Annotated[float, Field(ge=40, le=85)] | None = None


class Wishes(_Model):
    """`face_shape` is the shape the shopper says the face has; `indifferent` are slots said not to matter."""

    items: tuple[Wish, ...] = ()
    price: PriceWish | None = None
    size: SizeWish | None = None
    face_shape: FaceShape | None = None
    indifferent: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Wishes()

    def of(self, slot: str, polarity: Polarity = "wanted") -> tuple[Wish, ...]:
        return tuple(wish for wish in self.items if wish.slot == slot and wish.polarity == polarity)

    def values(self, slot: str, polarity: Polarity = "wanted") -> tuple[str, ...]:
        return tuple(wish.value for wish in self.of(slot, polarity))

    def without(self, *, slots: Iterable[str] = (), values: Iterable[tuple[str, str]] = ()) -> "Wishes":
        """Without whole slots (also `price`, `size`) and single (slot, value) wishes."""
        gone_slots, gone = set(slots), set(values)
        kept = tuple(w for w in self.items if w.slot not in gone_slots and w.key not in gone)
        update: dict[str, object] = {"items": kept}
        update |= {name: None for name in ("price", "size") if name in gone_slots}
        return self.model_copy(update=update)


def merged(old: Wishes, new: Wishes, *, stance: Stance = "refine") -> Wishes:
    """Old wishes with the new ones; where they contradict, the later statement holds.

    refine: a new wanted value of a single-valued slot takes the place of the old ones; in other slots it joins.
    correct ("no, rather …"): it takes the old ones' place in every slot. add ("or also …"): it joins in every slot.
    """
    kept = [wish for wish in old.items if not any(_contradicts(later, wish, stance) for later in new.items)]
    keys = {wish.key for wish in new.items}
    items = [wish for wish in kept if wish.key not in keys] + list(new.items)
    return Wishes(
        items=tuple(items[-MOST_KEPT:]),
        price=_merged_price(old.price, new.price),
        size=_merged_size(old.size, new.size),
        face_shape=new.face_shape or old.face_shape,
        indifferent=_indifferent(old, new),
    )


def _indifferent(old: Wishes, new: Wishes) -> tuple[str, ...]:
    stated = {wish.slot for wish in new.items} | {name for name in ("price", "size") if getattr(new, name)}
    return tuple(slot for slot in dict.fromkeys(old.indifferent + new.indifferent) if slot not in stated)


def _contradicts(later: Wish, wish: Wish, stance: Stance) -> bool:
    if later.slot != wish.slot:
        return False
    if later.key == wish.key or (later.polarity == "wanted" and OPPOSITES.get(later.key) == wish.value):
        return True
    if stance == "add" or "unwanted" in (later.polarity, wish.polarity):
        return False
    return stance == "correct" or later.slot in SINGLE


def _merged_price(old: PriceWish | None, new: PriceWish | None) -> PriceWish | None:
    if old is None or new is None:
        return new or old
    if new.around or new.relative or (new.min is not None and new.max is not None):
        return new
    joined = {"min": new.min if new.min is not None else old.min, "max": new.max if new.max is not None else old.max}
    if joined["min"] is not None and joined["max"] is not None and joined["min"] > joined["max"]:
        return new
    return PriceWish(**joined, currency=new.currency or old.currency, around=False)


def _merged_size(old: SizeWish | None, new: SizeWish | None) -> SizeWish | None:
    if old is None or new is None:
        return new or old
    return old.model_copy(update={name: value for name, value in new if value is not None})
