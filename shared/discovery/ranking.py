"""From a catalogue, wishes and a face to a short list with reasons that add up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.index import Bools, CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import admitted, strictly_admitted
from shared.discovery.fit import Fit, fit_of
from shared.discovery.matching import has
from shared.discovery.reasons import reason_text
from shared.discovery.terms import Evidence, Term, terms
from shared.discovery.texts import Texts
from shared.discovery.wishes import SINGLE, Wishes
from shared.faces.result import FaceResult

ROUNDING = 1e-6  # units; lets a share that floating point left just below a whole unit count as that unit
UNITS = 10_000  # contributions are whole numbers of ten-thousandths, so that they add up to the score exactly


@dataclass(frozen=True)
class Reason:
    """`term` is the term's name in data/weights.json ("avoid." before a slot for what was not wanted)."""

    term: str
    contribution: float
    text: str


@dataclass(frozen=True)
class Ranked:
    """`score` is in 0..1 and is the sum of the reasons' contributions, the largest first. `rank` begins at 1."""

    product_id: str
    score: float
    rank: int
    reasons: tuple[Reason, ...]
    fit: Fit | None


@dataclass(frozen=True)
class Ranking:
    """`relaxed`: codes of hard wishes given up because nothing met them all (see `filters.Filter`). `unmet`: soft
    wishes that no shown product meets ("colour:gold", alternatives joined by "|")."""

    items: list[Ranked]
    relaxed: list[str]
    unmet: list[str]


def rank(
    index: CatalogueIndex,
    wishes: Wishes,
    face: FaceResult | None,
    *,
    limit: int,
    exclude: frozenset[str] = frozenset(),
    texts: Texts | None = None,
) -> Ranking:
    """The best `limit` products, one per model, best first; ties in order of product id.

    Hard wishes filter; only when nothing meets them do the softest give way. `exclude` leaves out products with
    all sizes and colours of their models. A relative price ("cheaper") is the dialogue's to resolve and plays no
    part here.
    """
    if not len(index) or limit < 1:
        return Ranking([], [], [])
    admission = admitted(index, wishes, exclude, limit)
    return _ranked(index, wishes, face, admission.mask, admission.relaxed, limit, texts or Texts.load())


def rank_again(
    products: Sequence[Product],
    wishes: Wishes,
    face: FaceResult | None,
    ranking: Ranking,
    *,
    limit: int,
    texts: Texts | None = None,
) -> Ranking:
    """The same ranking over freshly read products: what sold out or no longer meets the wishes drops out."""
    index = CatalogueIndex.of(products)
    if not len(index):
        return Ranking([], ranking.relaxed, ranking.unmet)
    mask = strictly_admitted(index, wishes, frozenset(ranking.relaxed))
    return _ranked(index, wishes, face, mask, tuple(ranking.relaxed), limit, texts or Texts.load())


def _ranked(
    index: CatalogueIndex,
    wishes: Wishes,
    face: FaceResult | None,
    mask: Bools,
    relaxed: tuple[str, ...],
    limit: int,
    texts: Texts,
) -> Ranking:
    evidence = Evidence.of(wishes, face)
    scored = terms(index, evidence, frozenset(relaxed))
    units = np.array([(term.grades * (term.weight * UNITS) + ROUNDING).astype(np.int64) for term in scored])
    rows = _best(index, scored, units, mask, limit)
    items = [
        Ranked(
            product_id=index.product_ids[row],
            score=int(units[:, row].sum()) / UNITS,
            rank=place,
            reasons=_reasons(index, row, scored, units, evidence, texts),
            fit=fit_of(index, row, evidence.size, texts.data["fitWords"]),
        )
        for place, row in enumerate(rows, 1)
    ]
    return Ranking(items, list(relaxed), _unmet(index, rows, wishes))


def _best(
    index: CatalogueIndex, scored: Sequence[Term], units: NDArray[np.int64], mask: Bools, limit: int
) -> list[int]:
    """The rows to show: in each model the variant that answers the wishes best, then fits best, then scores best."""
    size = len(index)
    wish = _part(scored, units, {"wish", "avoid"})
    fit = _part(scored, units, {"face"})
    total = units.sum(axis=0)
    earlier = size - 1 - index.id_order
    variant = ((wish * (UNITS + 1) + fit) * (UNITS + 1) + total) * size + earlier
    best_of_model = np.maximum.reduceat(np.where(mask, variant, -1), index.model_starts)
    chosen = np.flatnonzero(mask & (variant == best_of_model[index.model_of]))
    order = np.argsort(-(total[chosen] * size + earlier[chosen]), kind="stable")[:limit]
    return [int(row) for row in chosen[order]]


def _part(scored: Sequence[Term], units: NDArray[np.int64], kinds: set[str]) -> NDArray[np.int64]:
    part: NDArray[np.int64] = units[[place for place, term in enumerate(scored) if term.kind in kinds]].sum(axis=0)
    return part


def _reasons(
    index: CatalogueIndex,
    row: int,
    scored: Sequence[Term],
    units: NDArray[np.int64],
    evidence: Evidence,
    texts: Texts,
) -> tuple[Reason, ...]:
    given = [
        Reason(term.name, int(units[place, row]) / UNITS, reason_text(term, index, row, evidence, texts))
        for place, term in enumerate(scored)
        if units[place, row] > 0
    ]
    return tuple(sorted(given, key=lambda reason: -reason.contribution))


def _unmet(index: CatalogueIndex, rows: Sequence[int], wishes: Wishes) -> list[str]:
    alternatives: dict[str, list[str]] = {}
    for wish in wishes.items:
        if wish.polarity == "wanted" and not wish.hard:
            key = wish.slot if wish.slot in SINGLE else f"{wish.slot}:{wish.value}"
            alternatives.setdefault(key, []).append(wish.value)
    return [
        f"{key.partition(':')[0]}:{'|'.join(values)}"
        for key, values in alternatives.items()
        if rows and not any(has(index, key.partition(":")[0], value)[rows].any() for value in values)
    ]
