"""The nearest vectors, found exactly by looking at each: fine for the tens of thousands that one machine holds."""

import json
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import hypot
from operator import mul

Found = tuple[float, str]  # cosine distance, id


def nearest(candidates: Iterable[tuple[str, str]], vector: Sequence[float], limit: int) -> list[Found]:
    """Of ids and their vectors (JSON), nearest first, ties by id."""
    length = hypot(*vector)
    return nsmallest(limit, ((_distance(vector, length, json.loads(other)), id) for id, other in candidates))


def _distance(a: Sequence[float], length_of_a: float, b: Sequence[float]) -> float:
    product: float = sum(map(mul, a, b))
    return 1 - product / (length_of_a * hypot(*b))
