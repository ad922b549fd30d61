"""Fits each shop's ranking anew to what its shoppers chose, and says how good it is before it replaces anything.

    python -m local.training.ranking [--client CLIENT] [--dry-run]

Reads the impressions and events that the shop still keeps, of the store that the settings name (DATA_DIR, or CLOUD).
The sessions that began last judge; they are never fitted to. The same log gives the same factors.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from local.training.ranking_figures import Figures, figures, surer
from local.training.ranking_fit import as_row, fit
from local.training.ranking_log import Logged, logged, parts
from shared.accounts.directory import CLIENTS
from shared.catalogue.repository import Catalogue
from shared.learning.adoption import adopt
from shared.learning.learnt import learnt
from shared.learning.lots import held_out
from shared.learning.results import gain_of_learning
from shared.learning.rules import RULES
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Documents, Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import platform

_RULES = RULES["training"]
_PAGE = 500


@dataclass(frozen=True)
class Trained:
    """`old`, `new`: figures of the sessions that judge. `kept`: why the old factors stay, None when they do not."""

    log: Logged
    factors: dict[str, float]
    old: Figures
    new: Figures
    kept: str | None


def trained(documents: ClientDocuments, clock: Clock) -> Trained | str:
    """Or in words how much more data is needed."""
    log = logged(documents)
    learning, judging = parts(log.seen, _RULES["validationShare"])
    learning = [seen for seen in learning if not held_out(seen.session_id)]
    chose, judged = ({s.session_id for s in some if s.worth.any()} for some in (learning, judging))
    if len(chose) < _RULES["leastChoices"] or len(judged) < _RULES["leastValidationChoices"]:
        return (
            f"Too little to learn from: {len(chose)} sessions chose something to fit to, {_RULES['leastChoices']} "
            f"are needed; {len(judged)} to judge by, {_RULES['leastValidationChoices']} are needed."
        )
    factors = fit(log, learning)
    products = Catalogue(documents).every()
    before = as_row(log, learnt(documents).factors(clock()))
    old, new = figures(judging, before, products), figures(judging, as_row(log, factors), products)
    return Trained(log, factors, old, new, _kept(old, new))


def _kept(old: Figures, new: Figures) -> str | None:
    if (sure := surer(new, old)) < _RULES["surerThan"]:
        return f"the new order is not surely better ({sure:+.1f} standard errors, {_RULES['surerThan']} are needed)"
    if new.click_rate < old.click_rate:
        return "the new order would be clicked less"
    return None


def report(done: Trained) -> str:
    rows = [
        ("nDCG@5", done.old.ndcg, done.new.ndcg),
        ("clicks an impression (IPS)", done.old.click_rate, done.new.click_rate),
        ("coverage by the first 5", done.old.coverage, done.new.coverage),
        ("diversity of the first 5", done.old.diversity, done.new.diversity),
    ]
    shown = [f"  {name:<27} {_shown(old):>7} -> {_shown(new):>7}" for name, old, new in rows]
    changed = ", ".join(f"{name} {factor:.2f}" for name, factor in sorted(done.factors.items()))
    return "\n".join([*shown, f"  judged by {len(done.old.by_session)} sessions", f"  factors: {changed}"])


def _shown(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.4f}"


def clients(documents: Documents) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = documents.query(Query(CLIENTS, {}, limit=_PAGE, cursor=cursor))
        yield from (document.id for document in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def train(documents: ClientDocuments, clock: Clock, *, dry_run: bool) -> str:
    """What was found and done, in words."""
    done = trained(documents, clock)
    if isinstance(done, str):
        return f"  {done}"
    if done.kept:
        return f"{report(done)}\n  The factors stay as they are: {done.kept}."
    if dry_run:
        return f"{report(done)}\n  They would replace those in use."
    adopt(documents, done.factors)
    return f"{report(done)}\n  They are in use within a minute."


def gained(documents: ClientDocuments) -> str:
    """Whether learning helps, in words: empty before anything can be said."""
    gain = gain_of_learning(learnt(documents).sums.outcomes)
    if gain is None:
        return ""
    differences = (("chose", gain.chose), ("bought", gain.bought))
    told = [f"{name} {100 * d.by:+.1f} ({100 * d.low:+.1f} to {100 * d.high:+.1f})" for name, d in differences]
    return f"  so far, points more of the sessions than of those held out: {', '.join(told)}"


def main() -> None:
    arguments = argparse.ArgumentParser(description="Fit the ranking to what shoppers chose.")
    arguments.add_argument("--client", help="this shop alone")
    arguments.add_argument("--dry-run", action="store_true", help="say what would be done and change nothing")
    given = arguments.parse_args()
    wired = platform()
    shops = [given.client] if given.client else list(clients(wired.documents))
    for client_id in shops:
        print(client_id)
        documents = ClientDocuments(wired.documents, client_id)
        print(*filter(None, [gained(documents), train(documents, wired.clock, dry_run=given.dry_run)]), sep="\n")
    if not shops:
        print("There is no shop in this store: DATA_DIR, or CLOUD and its settings, say where it is.")


if __name__ == "__main__":
    main()
