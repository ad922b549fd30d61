"""Totals over judged messages, by language, and how they look on paper."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean

from tests.eval.judge import Other, Search, judge_other, judge_search, ndcg_of
from tests.eval.query import Half, Query, load
from tests.eval.shop import Shop
from tests.eval.text_search import TextSearch

ALL = "all"


@dataclass(frozen=True)
class Totals:
    """Shares are 0..1 and None where there is nothing to take a share of. `ndcg5` leaves out the `unanswerable`:
    searches for which the catalogue has nothing relevant at all. `hit_at_1` is among those that something in the
    catalogue meets in full. `unshown`: searches answered without any frame although something is relevant."""

    searches: int
    ndcg5: float | None
    hit_at_1: float | None
    violations: int
    not_understood: float | None
    unshown: float | None
    unanswerable: int
    bm25: float | None
    tfidf: float | None
    others: int
    others_right: float | None
    dialogues: int
    dialogue_ndcg5: float | None
    dialogue_hit_at_1: float | None
    dialogue_violations: int


@dataclass(frozen=True)
class Report:
    """`totals` by language and, under "all", over everything."""

    half: Half
    totals: dict[str, Totals]
    searches: list[Search] = field(repr=False)
    others: list[Other] = field(repr=False)

    @property
    def confused(self) -> Counter[tuple[str, str]]:
        """How often which kind of message was taken for which intent."""
        return Counter((other.query.kind or "", other.intent) for other in self.others if not other.right)

    def to_json(self) -> dict[str, object]:
        return {"half": self.half, "totals": {name: asdict(totals) for name, totals in self.totals.items()}}


def evaluate(half: Half, shop: Shop, text: TextSearch) -> Report:
    queries = load(half)
    searches = [judge_search(query, shop) for query in queries if query.kind is None]
    others = [judge_other(query, shop) for query in queries if query.kind is not None]
    languages = list(dict.fromkeys(query.language for query in queries))
    totals = {
        name: _totals(
            [one for one in searches if name in (ALL, one.query.language)],
            [one for one in others if name in (ALL, one.query.language)],
            shop,
            text,
        )
        for name in (*languages, ALL)
    }
    return Report(half, totals, searches, others)


def _totals(judged: Sequence[Search], others: Sequence[Other], shop: Shop, text: TextSearch) -> Totals:
    searches = [one for one in judged if not one.query.is_dialogue]
    dialogues = [one for one in judged if one.query.is_dialogue]
    queries = [one.query for one in searches]
    return Totals(
        searches=len(searches),
        ndcg5=_mean([one.ndcg for one in searches]),
        hit_at_1=_mean([one.hit_at_1 for one in searches if one.fits_exist]),
        violations=sum(one.violations for one in searches),
        not_understood=_mean([not one.understood for one in searches]),
        unshown=_mean([not one.shown for one in searches if one.ndcg is not None]),
        unanswerable=sum(one.ndcg is None for one in searches),
        bm25=_baseline(text.bm25, queries, shop),
        tfidf=_baseline(text.tfidf, queries, shop),
        others=len(others),
        others_right=_mean([one.right for one in others]),
        dialogues=len(dialogues),
        dialogue_ndcg5=_mean([one.ndcg for one in dialogues]),
        dialogue_hit_at_1=_mean([one.hit_at_1 for one in dialogues if one.fits_exist]),
        dialogue_violations=sum(one.violations for one in dialogues),
    )


def _baseline(search: Callable[[str], Sequence[str]], queries: Sequence[Query], shop: Shop) -> float | None:
    return _mean([ndcg_of(search, query, shop) for query in queries])


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


COLUMNS: Sequence[tuple[str, str]] = (
    ("searches", "searches"),
    ("ndcg5", "nDCG@5"),
    ("hit_at_1", "hit@1"),
    ("violations", "violations"),
    ("not_understood", "not understood"),
    ("unshown", "nothing shown"),
    ("unanswerable", "left out"),
    ("bm25", "BM25"),
    ("tfidf", "TF-IDF"),
    ("others", "no searches"),
    ("others_right", "right kind"),
    ("dialogues", "dialogues"),
    ("dialogue_ndcg5", "nDCG@5"),
    ("dialogue_hit_at_1", "hit@1"),
    ("dialogue_violations", "violations"),
)


def table(report: Report) -> str:
    heading = ("half", "language", *(name for _, name in COLUMNS))
    rows = [heading]
    for language, totals in report.totals.items():
        cells = (_cell(getattr(totals, attribute)) for attribute, _ in COLUMNS)
        rows.append((report.half.replace("_", "-"), language, *cells))
    widths = [max(len(row[place]) for row in rows) for place in range(len(heading))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def worst(report: Report, count: int) -> str:
    """The searches and dialogues that went worst, those with violations first, and the kinds taken wrongly."""
    judged = [one for one in report.searches if one.ndcg is not None]
    judged.sort(key=lambda one: (not one.violations, one.ndcg, one.query.id))
    lines = [_line(one) for one in judged[:count] if one.violations or (one.ndcg or 0.0) < 1]
    lines += [
        f"{other.query.id}  {other.query.kind} taken for {other.intent}: {other.query.turns[-1]}"
        for other in report.others
        if not other.right
    ]
    return "\n".join(lines)


def _line(one: Search) -> str:
    broken = f"  breaks {', '.join(one.broken)}" if one.violations else ""
    wanted = ", ".join(condition.name for condition in one.query.conditions)
    return f"{one.ndcg:.2f}  {one.query.id}  {' // '.join(one.query.turns)}  [{wanted}]  {one.intent}{broken}"
