"""From a catalogue, wishes and a face to a short list with reasons that add up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.index import Bools, CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.diversity import spread
from shared.discovery.filters import NEAR, admitted, near_width, strictly_admitted
from shared.discovery.fit import Fit, fit_of
from shared.discovery.matching import meets
from shared.discovery.reasons import Subject, reason_text, recommends
from shared.discovery.terms import Bearings, Evidence, Term, terms
from shared.discovery.texts import Texts
from shared.discovery.wishes import SINGLE, Wishes
from shared.faces.result import FaceResult

MORE_OF_A_MODEL = 1  # beside its best variant: two sizes of a frame are a choice, three are a repetition
ROUNDING = 1e-6  # units; lets a share that floating point left just below a whole unit count as that unit
UNITS = 10_000  # contributions are whole numbers of ten-thousandths, so that they add up to the score exactly


@dataclass(frozen=True)
class Reason:
    """`term` is the term's name in data/weights.json ("avoid." before a slot for what was not wanted). `recommends`
    is False where the text names a drawback or a matter of taste."""

    term: str
    contribution: float
    text: str
    recommends: bool


@dataclass(frozen=True)
class Ranked:
    """`score` is in 0..1 and is the sum of the reasons' contributions, the largest first. `rank` begins at 1."""

    product_id: str
    score: float
    rank: int
    reasons: tuple[Reason, ...]
    fit: Fit | None


@dataclass(frozen=True)
class Shortlist:
    """Ids of the products to read afresh, the best first. `relaxed`: codes of hard wishes given up because nothing
    met them all (see `filters.Filter`)."""

    product_ids: tuple[str, ...]
    relaxed: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """`relaxed` as in the shortlist. `unmet`: soft wishes that no shown product meets ("colour:gold", alternatives
    joined by "|")."""

    items: list[Ranked]
    relaxed: list[str]
    unmet: list[str]


@dataclass(frozen=True)
class _Scored:
    """Terms and their contributions in units, by term and row."""

    evidence: Evidence
    terms: Sequence[Term]
    units: NDArray[np.int64]

    @classmethod
    def of(cls, index: CatalogueIndex, evidence: Evidence, relaxed: Sequence[str]) -> "_Scored":
        scored = terms(index, evidence, frozenset(relaxed))
        units = np.array([(term.grades * (term.weight * UNITS) + ROUNDING).astype(np.int64) for term in scored])
        return cls(evidence, scored, units)

    @property
    def met(self) -> Bools | None:
        """The rows that meet every wish, a fit by degrees; None where nothing was wished for."""
        wished = [term for term in self.terms if term.kind in ("wish", "avoid") and term.name != "meaning"]
        if not wished:
            return None
        every: Bools = np.logical_and.reduce([term.grades >= term.met_from for term in wished])
        return every

    def part(self, kinds: set[str]) -> NDArray[np.int64]:
        of_kind = [place for place, term in enumerate(self.terms) if term.kind in kinds]
        summed: NDArray[np.int64] = self.units[of_kind].sum(axis=0)
        return summed


def shortlist(
    index: CatalogueIndex,
    wishes: Wishes,
    face: FaceResult | None,
    *,
    limit: int,
    least: int = 1,
    exclude: frozenset[str] = frozenset(),
    bearings: Bearings | None = None,
) -> Shortlist:
    """The best `limit` products, one per model, best first; ties in order of product id.

    Hard wishes and a known face's width filter; only when nothing meets them do the softest give way, and the width
    when fewer than `least` models meet it. `exclude` leaves out products with all sizes and colours of their models.
    A relative price ("cheaper") is the dialogue's to resolve and plays no part here.
    """
    if not len(index) or limit < 1:
        return Shortlist((), ())
    evidence = Evidence.of(wishes, face, bearings)
    admission = admitted(index, wishes, evidence.size.width, exclude, nearest=limit, least=least)
    scored = _Scored.of(index, evidence, admission.relaxed)
    rows = _best(index, scored, admission.mask, _preferred(index, evidence, admission.relaxed), limit)
    return Shortlist(tuple(index.product_ids[row] for row in rows), admission.relaxed)


def rank_again(
    products: Sequence[Product],
    wishes: Wishes,
    face: FaceResult | None,
    found: Shortlist,
    *,
    limit: int,
    texts: Texts | None = None,
    bearings: Bearings | None = None,
    one_per_model: bool = True,
) -> Ranking:
    """The shortlist's freshly read products with scores, reasons and fit: what sold out or no longer meets the
    wishes drops out."""
    index = CatalogueIndex.of(products)
    if not len(index):
        return Ranking([], list(found.relaxed), [])
    evidence, texts = Evidence.of(wishes, face, bearings), texts or Texts.load()
    mask = strictly_admitted(index, wishes, evidence.size.width, found.relaxed)
    scored = _Scored.of(index, evidence, found.relaxed)
    if one_per_model:
        rows = _best(index, scored, mask, _preferred(index, evidence, found.relaxed), limit)
    else:
        rows = sorted(map(int, np.flatnonzero(mask)), key=lambda row: -int(scored.units[:, row].sum()))[:limit]
    items = [_ranked(index, row, place, scored, texts) for place, row in enumerate(rows, 1)]
    return Ranking(items, list(found.relaxed), _unmet(index, rows, wishes))


def _ranked(index: CatalogueIndex, row: int, place: int, scored: _Scored, texts: Texts) -> Ranked:
    units = scored.units[:, row].tolist()
    fit = fit_of(index, row, scored.evidence.size, texts.data["fitWords"])
    subject = Subject(index, row, fit, scored.evidence, texts)
    given = [
        Reason(term.name, share / UNITS, reason_text(term, subject), recommends(term, subject))
        for term, share in zip(scored.terms, units, strict=True)
        if share > 0
    ]
    reasons = tuple(sorted(given, key=lambda reason: -reason.contribution))
    return Ranked(index.product_ids[row], sum(units) / UNITS, place, reasons, fit)


def _preferred(index: CatalogueIndex, evidence: Evidence, relaxed: Sequence[str]) -> Bools:
    """Frames near the face's width have their place even where others were let in."""
    if NEAR in relaxed and evidence.size.width:
        return near_width(index, evidence.wishes, evidence.size.width)
    return np.ones(len(index), dtype=np.bool_)


def _best(index: CatalogueIndex, scored: _Scored, mask: Bools, preferred: Bools, limit: int) -> list[int]:
    """The rows to show: in each model the variant that answers the wishes best, then fits best, then scores best, and
    further variants where too few models meet every wish; the preferred before the others when not all can be shown,
    of those alike in worth different ones, and then in order of score."""
    size = len(index)
    total = scored.units.sum(axis=0)
    earlier = size - 1 - index.id_order
    answers = scored.part({"wish", "avoid"}) * (UNITS + 1) + scored.part({"face"})
    variant = (answers * (UNITS + 1) + total) * size + earlier
    best_of_model = np.maximum.reduceat(np.where(mask, variant, -1), index.model_starts)
    chosen = mask & (variant == best_of_model[index.model_of])
    worse = -(total * size + earlier)
    chosen = np.flatnonzero(chosen | _more_variants(index, scored, mask & preferred, chosen, worse, limit))
    best_first = chosen[np.lexsort((worse[chosen], ~preferred[chosen]))]
    near = int(preferred[chosen].sum())
    shown = spread(index, best_first[:near].tolist(), total[best_first[:near]] / UNITS, min(near, limit))
    others = best_first[near:].tolist()
    shown += spread(index, others, total[best_first[near:]] / UNITS, limit - len(shown)) if len(shown) < limit else []
    return sorted(shown, key=lambda row: int(worse[row]))


def _more_variants(
    index: CatalogueIndex, scored: _Scored, mask: Bools, chosen: Bools, worse: NDArray[np.int64], limit: int
) -> Bools:
    """Other sizes and colours that meet every wish, when fewer than `limit` models do: a shopper is served better by
    them than by models that miss a wish."""
    more: Bools = np.zeros(len(index), dtype=np.bool_)
    met = scored.met
    missing = 0 if met is None else limit - int((chosen & met).sum())
    if met is None or not 0 < missing < limit:
        return more
    rows = np.flatnonzero(mask & met & ~chosen)
    taken: Counter[int] = Counter()
    for row in rows[np.argsort(worse[rows], kind="stable")]:
        model = int(index.model_of[row])
        if taken[model] < MORE_OF_A_MODEL and missing:
            taken[model] += 1
            missing -= 1
            more[row] = True
    return more


def _unmet(index: CatalogueIndex, rows: Sequence[int], wishes: Wishes) -> list[str]:
    alternatives: dict[str, list[str]] = {}
    for wish in wishes.items:
        if wish.polarity == "wanted" and not wish.hard:
            key = wish.slot if wish.slot in SINGLE else f"{wish.slot}:{wish.value}"
            alternatives.setdefault(key, []).append(wish.value)
    return [
        f"{key.partition(':')[0]}:{'|'.join(values)}"
        for key, values in alternatives.items()
        if rows and not any(meets(index, key.partition(":")[0], value)[rows].any() for value in values)
    ]
