"""Normalised discounted cumulative gain, the gain being the relevance itself (Järvelin and Kekäläinen 2002)."""

import math
from collections.abc import Iterable, Sequence


def ndcg(relevances: Sequence[int], achievable: Iterable[int], depth: int) -> float | None:
    """0..1; `achievable` are the relevances of all that could be listed. None when none of them is relevant."""
    ideal = _gain(sorted(achievable, reverse=True)[:depth])
    return _gain(relevances[:depth]) / ideal if ideal else None


def _gain(relevances: Sequence[int]) -> float:
    return sum(relevance / math.log2(place + 2) for place, relevance in enumerate(relevances))
