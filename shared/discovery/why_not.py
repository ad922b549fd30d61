"""Why a product is not on the list, and what would have to change for it to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import NEAR, hard_filters
from shared.discovery.fit import FaceSize
from shared.discovery.ranking import Ranked, Shortlist, rank_again
from shared.discovery.terms import Bearings
from shared.discovery.texts import Texts
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult

LEAST_GAP = 0.005  # of the score; a smaller difference in a term is no reason


@dataclass(frozen=True)
class Obstacle:
    """What keeps a product off the list. `code` as in `filters.Filter` for a hard wish that it fails ("price.max",
    "stock"), the name of a term by which it loses to the last frame shown, or "model": another variant of its model
    is shown in its place, and the terms are those by which it loses to that one."""

    kind: Literal["filter", "term", "model"]
    code: str
    lost: float  # of the score; 0 where it is not by a term


@dataclass(frozen=True)
class WhyNot:
    """`ranked` is the product by itself with its score and reasons, None where a hard wish rules it out. `to_beat` is
    the score of the last frame shown, None without a list. `shown`: it is on the list already. The `obstacles` are
    all that would have to change: every filter, or the terms that make up the difference, the largest first."""

    product: Product
    ranked: Ranked | None
    to_beat: float | None
    shown: bool
    obstacles: tuple[Obstacle, ...]


def why_not(
    product: Product,
    shown: Sequence[Product],
    wishes: Wishes,
    face: FaceResult | None,
    *,
    bearings: Bearings | None = None,
    texts: Texts | None = None,
) -> WhyNot:
    """`shown` are the frames of the list that the product is missing from, freshly read; it may be among them."""
    failing = _failing(product, wishes, face)
    listed = product.product_id in {other.product_id for other in shown}
    found = Shortlist((), tuple(failing))  # all together, so that shares of the score can be compared
    together = {p.product_id: p for p in (*shown, product)}.values()
    ranking = rank_again(
        list(together), wishes, face, found, limit=len(together), bearings=bearings, texts=texts, one_per_model=False
    )
    by_id = {ranked.product_id: ranked for ranked in ranking.items}
    own = by_id.get(product.product_id)
    others = [p for p in shown if p.product_id in by_id and p.product_id != product.product_id]
    last = min((by_id[p.product_id] for p in others), key=lambda ranked: ranked.score, default=None)
    if failing or own is None or listed:
        obstacles = tuple(Obstacle("filter", code, 0.0) for code in failing)
    elif variants := [p for p in others if p.model_id == product.model_id]:
        obstacles = (Obstacle("model", "model", 0.0), *_lost_by(own, by_id[variants[0].product_id]))
    else:
        obstacles = _lost_by(own, last) if last else ()
    return WhyNot(product, None if failing else own, last.score if last else None, listed, obstacles)


def _failing(product: Product, wishes: Wishes, face: FaceResult | None) -> list[str]:
    index = CatalogueIndex.of([product])
    width = FaceSize.of(face, wishes).width
    return [one.code for one in hard_filters(index, wishes, width) if not one.mask[0]]


def _lost_by(own: Ranked, other: Ranked) -> tuple[Obstacle, ...]:
    """Where the other is ahead, as far as it takes to make up the whole difference."""
    mine = {reason.term: reason.contribution for reason in own.reasons}
    behind = {reason.term: reason.contribution - mine.get(reason.term, 0.0) for reason in other.reasons}
    gap, lost = other.score - own.score, []
    for term, difference in sorted(behind.items(), key=lambda item: -item[1]):
        if gap < 0 or difference < LEAST_GAP:
            break
        lost.append(Obstacle("term", term, round(difference, 4)))
        gap -= difference
    return tuple(lost)


def told(obstacles: Sequence[Obstacle], texts: Texts) -> list[str]:
    """`changes` as they are said in a row: wishes that others meet better are named together."""
    wishes = [one.code for one in obstacles if one.kind == "term" and one.code in texts.data["wishNames"]]
    rest = [one for one in obstacles if one.code not in wishes]
    named = texts.in_a_row(list(dict.fromkeys(str(texts.data["wishNames"][code]) for code in wishes)))
    better = [str(texts.data["whyNot"]["terms"]["other"]).format(wish=named)] if wishes else []
    return [*changes(rest, texts), *better]


def changes(obstacles: Sequence[Obstacle], texts: Texts) -> list[str]:
    """What would have to change, one sentence for each obstacle."""
    return [_change(obstacle, texts) for obstacle in obstacles]


def _change(obstacle: Obstacle, texts: Texts) -> str:
    said = texts.data["whyNot"]
    slot, _, rest = obstacle.code.partition(":")
    if obstacle.kind == "term":
        return str(said["terms"].get(slot, said["terms"]["other"]).format(wish=texts.data["wishNames"].get(slot, "")))
    if obstacle.kind == "model":
        return str(said["model"])
    if slot == NEAR:
        return str(said["filters"]["width"])
    if slot in said["filters"]:
        return str(said["filters"][slot])
    excluded = rest.startswith("not:")
    values = texts.either(rest.removeprefix("not:").split("|")) if rest else ""
    return str(said["filters"]["excluded" if excluded else "missing"].format(values=values))
