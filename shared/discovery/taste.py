"""What this session's clicks, try-ons and dismissals say of a shopper's taste."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.matching import WEIGHTS

LIKED_MOST, DISMISSED_MOST = 20, 60  # the latest; a session's record does not grow without end


@dataclass(frozen=True)
class Likings:
    """Features of frames and how much they please: from 1 (all that was liked has it) to -1 (all dismissed).

    `features` by column of the index; the products may be gone from the catalogue since.
    """

    features: tuple[tuple[str, str, float], ...] = ()

    @classmethod
    def of(cls, index: CatalogueIndex, liked: Sequence[str], dismissed: Sequence[str]) -> "Likings":
        """A product that was liked after it was dismissed, or the other way round, counts for neither."""
        torn = set(liked) & set(dismissed)
        up = _shares(index, [id for id in liked[-LIKED_MOST:] if id not in torn])
        down = _shares(index, [id for id in dismissed[-DISMISSED_MOST:] if id not in torn])
        pulls = WEIGHTS["taste"]
        weighed = {key: up.get(key, 0.0) - pulls["dismissed"] * down.get(key, 0.0) for key in up.keys() | down.keys()}
        return cls(tuple((column, value, pull) for (column, value), pull in sorted(weighed.items()) if pull))

    def grades(self, index: CatalogueIndex) -> Floats:
        """For every row, 0 to 1: a half where nothing that is known pulls either way."""
        columns = WEIGHTS["taste"]["columns"]
        total = np.zeros(len(index))
        for column, weight in columns.items():
            pulls = {value: pull for name, value, pull in self.features if name == column}
            if pulls:
                total += weight * index.coded[column].grades(pulls)
        answer: Floats = np.clip(0.5 + total / (2 * sum(columns.values())), 0.0, 1.0)
        return answer


def _shares(index: CatalogueIndex, product_ids: Iterable[str]) -> dict[tuple[str, str], float]:
    """The share of the products that has each value of each column of taste."""
    rows = index.rows(product_ids)
    found: dict[tuple[str, str], float] = {}
    for column in WEIGHTS["taste"]["columns"]:
        for row in rows:
            key = column, index.coded[column].at(int(row))
            found[key] = found.get(key, 0.0) + 1 / len(rows)
    return found
