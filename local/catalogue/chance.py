"""Values that look drawn by lot and are the same on every run."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def share(*key: object) -> float:
    """A number in [0, 1) that depends on `key` alone."""
    digest = sha256("/".join(str(part) for part in key).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def pick(choices: Sequence[T], *key: object) -> T:
    return choices[int(share(*key) * len(choices))]
