"""Plain text search over the catalogue, to compare with: BM25 and TF-IDF over titles, descriptions and attributes."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.eval.query import Facts
from tests.eval.shop import LONGEST_LIST, Shop

Floats = NDArray[np.float64]
K1, B = 1.2, 0.75  # the usual constants of BM25 (Robertson and Zaragoza 2009)
_NAMED = ("title", "description", "brand", "category", "frameShape", "rimType", "material", "colour", "colourFamily")
_ALSO = ("gender", "styles", "uses", "price", "lens.colour")
_FLAGS = {"lens.polarized": "polarized", "lens.mirror": "mirror", "lens.gradient": "gradient"}


class TextSearch:
    def __init__(self, shop: Shop) -> None:
        self._models = list(shop.models.values())
        self._ids = [id for ids in self._models for id in ids]
        texts = [Counter(_words(_text(shop.facts[id]))) for id in self._ids]
        self._column = {word: place for place, word in enumerate(sorted(set().union(*texts)))}
        counts = np.zeros((len(texts), len(self._column)))
        for row, words in enumerate(texts):
            for word, count in words.items():
                counts[row, self._column[word]] = count
        holding = (counts > 0).sum(axis=0)
        self._bm25 = _bm25(counts, holding)
        self._tfidf = _tfidf(counts, holding)

    def bm25(self, message: str) -> list[str]:
        return self._best(self._bm25 @ self._query(message))

    def tfidf(self, message: str) -> list[str]:
        return self._best(self._tfidf @ self._query(message))

    def _query(self, message: str) -> Floats:
        query = np.zeros(len(self._column))
        for word in _words(message):
            if word in self._column:
                query[self._column[word]] += 1
        return query

    def _best(self, scores: Floats) -> list[str]:
        """One id per model, the best first; only what has a word in common."""
        by_id = dict(zip(self._ids, scores.tolist(), strict=True))
        tops = [max(ids, key=lambda id: by_id[id]) for ids in self._models]
        return sorted((id for id in tops if by_id[id] > 0), key=lambda id: -by_id[id])[:LONGEST_LIST]


def _bm25(counts: Floats, holding: Floats) -> Floats:
    lengths = counts.sum(axis=1, keepdims=True)
    rarity = np.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))
    weights: Floats = rarity * counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / lengths.mean()))
    return weights


def _tfidf(counts: Floats, holding: Floats) -> Floats:
    weights: Floats = counts * (np.log((1 + len(counts)) / (1 + holding)) + 1)
    unit: Floats = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    return unit


def _text(facts: Facts) -> str:
    said = [facts[name] for name in (*_NAMED, *_ALSO)] + [word for name, word in _FLAGS.items() if facts[name]]
    return " ".join(" ".join(part) if isinstance(part, tuple) else str(part) for part in said)


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text.casefold())
