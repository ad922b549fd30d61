"""The named terms that make up a score, each a grade per row and a weight."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.advice import Advice, advice_for
from shared.discovery.fit import FaceSize, centre_comfort, width_comfort
from shared.discovery.matching import CHEAP, DIMENSIONS, WEIGHTS, grade, joined, price_grade, size_grade
from shared.discovery.taste import Likings
from shared.discovery.tuning import Tuning
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult

Kind = Literal["wish", "avoid", "face", "taste", "shop"]


@dataclass(frozen=True, eq=False)
class Term:
    """`weight` is the term's share of the score, all shares adding up to 1. `each` has the grades by wished value
    that `grades` is made of. From `met_from` on a wish counts as met."""

    name: str
    kind: Kind
    weight: float
    grades: Floats
    met_from: float = 1.0
    each: Mapping[str, Floats] = field(default_factory=dict)


Grades = Callable[[CatalogueIndex], Floats]  # one grade per row, 0 to 1


@dataclass(frozen=True)
class Bearings:
    """What bears on a ranking besides wishes and face: what the shop has learnt, this session's taste, and how near
    each product is in meaning to what was said (None: nothing was said, or no model is there)."""

    tuning: Tuning = field(default_factory=Tuning)
    likings: Likings = field(default_factory=Likings)
    meaning: Grades | None = None


@dataclass(frozen=True)
class Evidence:
    """What the ranking may go by."""

    wishes: Wishes
    size: FaceSize
    advice: Advice | None
    bearings: Bearings = field(default_factory=Bearings)

    @classmethod
    def of(cls, wishes: Wishes, face: FaceResult | None, bearings: Bearings | None = None) -> "Evidence":
        return cls(wishes, FaceSize.of(face, wishes), advice_for(face, wishes), bearings or Bearings())


def terms(index: CatalogueIndex, evidence: Evidence, relaxed: frozenset[str] = frozenset()) -> list[Term]:
    """Only the terms that have evidence; the weights of the others are spread over them."""
    factors = evidence.bearings.tuning.factors
    named = [*_base(index, evidence), *_wished(index, evidence.wishes, relaxed)]
    return _bounded(_shared([replace(term, weight=term.weight * factors.get(term.name, 1.0)) for term in named]))


def _base(index: CatalogueIndex, evidence: Evidence) -> Iterator[Term]:
    weights, size = WEIGHTS["base"], evidence.size
    if size.width:
        yield Term("widthFit", "face", weights["widthFit"], width_comfort(index, size.width))
    if size.pupils:
        yield Term("lensCentres", "face", weights["lensCentres"], centre_comfort(index, size.pupils))
    if evidence.advice:
        grades = index.coded["frame_shape"].grades(evidence.advice.grades)
        yield Term("faceShape", "face", weights["faceShape"], grades)
    bearings = evidence.bearings
    if bearings.likings.features:
        yield Term("taste", "taste", WEIGHTS["session"]["taste"], bearings.likings.grades(index))
    if bearings.meaning:
        yield Term("meaning", "wish", WEIGHTS["session"]["meaning"], bearings.meaning(index))
    yield Term("popularity", "shop", weights["popularity"], bearings.tuning.popularity_of(index))
    yield Term("boost", "shop", weights["boost"], (index.numbers["boost"] + 1) / 2)


def _wished(index: CatalogueIndex, wishes: Wishes, relaxed: frozenset[str]) -> Iterator[Term]:
    """A term per wished slot. A hard category or age group filters and so tells nothing apart."""
    weights = WEIGHTS["wishes"]
    for slot in dict.fromkeys(wish.slot for wish in wishes.items):
        wanted = tuple(w for w in wishes.of(slot) if not (w.hard and slot in ("category", "ageGroup")))
        if wanted:
            each = {wish.value: grade(index, slot, wish.value) for wish in wanted}
            least = float(WEIGHTS["fitMetFrom"]) if slot == "fit" else 1.0
            yield Term(slot, "wish", weights[slot], joined(slot, list(each.values())), least, each)
        avoided = [w for w in wishes.of(slot, "unwanted") if not w.hard or f"{w.slot}:not:{w.value}" in relaxed]
        if avoided:
            each = {wish.value: grade(index, slot, wish.value) for wish in avoided}
            yield Term(f"avoid.{slot}", "avoid", weights[slot], 1 - np.max(list(each.values()), axis=0), each=each)
    if wishes.price and (wishes.price.min is not None or wishes.price.max is not None):
        least = 1.0 - WEIGHTS["cheapSlope"] if wishes.price.relative in CHEAP else 1.0
        yield Term("price", "wish", weights["price"], price_grade(index, wishes.price), least)
    if wishes.size and any(getattr(wishes.size, name) for name in DIMENSIONS):
        yield Term("size", "wish", weights["size"], size_grade(index, wishes.size))


def _shared(unshared: list[Term]) -> list[Term]:
    whole = sum(term.weight for term in unshared)
    return [replace(term, weight=term.weight / whole) for term in unshared]


def _bounded(shared: list[Term]) -> list[Term]:
    """The merchant's boost never weighs more than its limit, however little else is known."""
    boost = next(term.weight for term in shared if term.name == "boost")
    limit = float(WEIGHTS["boostLimit"])
    if boost <= limit:
        return shared
    spread = (1 - limit) / (1 - boost)
    weights = [limit if term.name == "boost" else term.weight * spread for term in shared]
    return [replace(term, weight=weight) for term, weight in zip(shared, weights, strict=True)]
