"""How near products are in meaning to what was said: through the values they have, not a vector for each."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from shared.catalogue.index import CatalogueIndex, Floats
from shared.discovery.meaning import Value, Vectors, meanings
from shared.discovery.wishes import Slot
from shared.platform.ports.embeddings import Embeddings, EmbeddingsUnavailable

# What can be told by meaning. A brand is a name and is wished for by name; what is said of a person ("for my
# mother") lies near far too much.
COLUMNS: dict[str, Slot] = {
    "category": "category",
    "frame_shape": "frameShape",
    "rim_type": "rimType",
    "material": "material",
    "colour_family": "colour",
}
TAGS: dict[str, Slot] = {"styles": "style", "uses": "use"}
MOST_VALUES = 64  # of a column; a feed cannot make one message cost a thousand runs of the model
MOST_CHARACTERS = 500  # of a text, about as much as the model reads
_NOISE = 0.2  # a cosine that any two phrases can have
_ALL = 0.15  # the mean that is all resemblance: 95 % of the dev messages' nearest frames have less


class Resemblance:
    """Values that have glosses are compared by these, a shop's own tags and colours by their names."""

    def __init__(self, embeddings: Embeddings, language: str = "en") -> None:
        self._embeddings = embeddings
        self._language = language

    def to(self, text: str) -> Callable[[CatalogueIndex], Floats] | None:
        """Grades of any index against one text, which is read by the model once; None without text or model."""
        if not text.strip():
            return None
        try:
            meant = meanings(self._embeddings, self._language)
            vector = meant.vectors([text[:MOST_CHARACTERS]], self._embeddings)
        except EmbeddingsUnavailable:
            return None
        return partial(self._grades, vector, meant.by_value(meant.cosines(meant.glosses, vector)[:, 0]))

    def grades(self, index: CatalogueIndex, text: str) -> Floats | None:
        """One grade per row, 0 to 1: the mean of the cosines of the row's values with the text, above noise."""
        graded = self.to(text)
        return graded(index) if graded else None

    def _grades(self, vector: Vectors, known: dict[Value, float], index: CatalogueIndex) -> Floats:
        total = np.zeros(len(index))
        for column, slot in COLUMNS.items():
            total += index.coded[column].grades(self._above_noise(vector, known, slot, index.coded[column].values))
        for tagged, slot in TAGS.items():
            tags = index.tags[tagged]
            near = self._above_noise(vector, known, slot, tuple(tags))
            total += _mean_over_tags([(tags[tag], above) for tag, above in near.items()], len(index))
        graded: Floats = np.minimum(total / ((len(COLUMNS) + len(TAGS)) * _ALL), 1.0)
        return graded

    def _above_noise(
        self, vector: Vectors, known: dict[Value, float], slot: Slot, values: Sequence[str]
    ) -> dict[str, float]:
        found = {value: known[slot, value] for value in values if (slot, value) in known}
        own = tuple(value for value in values if value and value not in found)[:MOST_VALUES]
        with suppress(EmbeddingsUnavailable):
            if own:
                found |= zip(own, self._named_cosines(own, vector), strict=True)
        return {value: max(0.0, cosine - _NOISE) for value, cosine in found.items()}

    def _named_cosines(self, values: tuple[str, ...], vector: Vectors) -> list[float]:
        named = _named(self._embeddings, self._language, values)
        found: list[float] = meanings(self._embeddings, self._language).cosines(named, vector)[:, 0].tolist()
        return found


@lru_cache(maxsize=256)
def _named(embeddings: Embeddings, language: str, values: tuple[str, ...]) -> Vectors:
    return meanings(embeddings, language).vectors(values, embeddings)


def _mean_over_tags(tags: Sequence[tuple[NDArray[np.bool_], float]], rows: int) -> Floats:
    """The mean of each row's own tags, 0 for a row without any."""
    total, count = np.zeros(rows), np.zeros(rows)
    for has, cosine in tags:
        total += has * cosine
        count += has
    mean: Floats = total / np.maximum(count, 1.0)
    return mean
