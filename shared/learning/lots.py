"""Lots that fall the same way each time: who is held out, who takes part in an experiment."""

import hashlib

from shared.learning.rules import RULES

HOLDOUT = "holdout"


def lot(*names: str) -> float:
    """In [0, 1), evenly spread over sessions and independent from one purpose to the next."""
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def held_out(session_id: str) -> bool:
    """These sessions see the ranking as it is without learning and teach nothing: what the others gain shows."""
    return lot(HOLDOUT, session_id) < float(RULES["holdoutShare"])
