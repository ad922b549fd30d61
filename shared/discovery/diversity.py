"""A list of different frames: maximal marginal relevance (Carbonell and Goldstein 1998)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.matching import WEIGHTS

CONSIDERED = 6  # candidates for each place: what scores far below the best is no alternative


def spread(index: CatalogueIndex, rows: Sequence[int], scores: Floats, limit: int) -> list[int]:
    """`limit` of the rows, which stand best first with their `scores` (0 to 1).

    Each next one is the best that is left once likeness to those taken has cost it up to the penalty. That is far
    less than a wish counts, so that only what answers the wishes alike gives way to what looks different.
    """
    rows = list(rows)[: limit * CONSIDERED]
    if len(rows) <= limit:
        return rows
    worth = np.asarray(scores[: len(rows)], dtype=float)
    alike = np.zeros(len(rows))
    taken: list[int] = []
    for _ in range(limit):
        left = worth - WEIGHTS["diversity"]["penalty"] * alike
        left[taken] = -np.inf
        best = int(left.argmax())
        taken.append(best)
        alike = np.maximum(alike, _likeness(index, rows, rows[best]))
    return [rows[place] for place in taken]


def _likeness(index: CatalogueIndex, rows: Sequence[int], to: int) -> Floats:
    """The weighted share of columns in which a row has the value of another, 0 to 1."""
    places: NDArray[np.int64] = np.asarray(rows, dtype=np.int64)
    same: Floats = np.zeros(len(rows))
    for column, weight in WEIGHTS["diversity"]["columns"].items():
        codes = index.coded[column].codes
        same += weight * (codes[places] == codes[to])
    return same
