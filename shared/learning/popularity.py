"""How much a shop's products are wanted, against what was to be expected of them."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from shared.learning.lesson import Lesson
from shared.learning.rules import RULES, weight_at

_RULES = RULES["popularity"]
SHARDS = int(_RULES["shards"])  # a catalogue of 100,000 products keeps each document far below the store's limit
_DIGITS = 9
_LEAST_PRIOR, _MOST_PRIOR = 0.05, 0.95


class Tally(NamedTuple):  # a shop has one for each product, and a tuple is made ten times as fast as a dataclass
    """Sums over sessions, each weighted by `weight_at` its beginning. `interest`: worth of what was done with the
    product; `shown`, `sessions`: in how many it was before the shopper, and chosen. `prior`: the catalogue's
    popularity, 0 to 1."""

    prior: float
    interest: float = 0.0
    shown: float = 0.0
    sessions: float = 0.0

    def plus(self, product_id: str, lesson: Lesson, weight: float) -> "Tally":
        worth = lesson.chosen.get(product_id, 0.0)
        return Tally(
            self.prior,
            self.interest + weight * worth,
            self.shown + weight * (product_id in lesson.seen),
            self.sessions + weight * (worth > 0),
        )

    def short(self) -> "Tally":
        """In fewer digits, as it is stored; what rounding left below nothing is nothing."""
        interest, shown, sessions = (float(f"{max(each, 0.0):.{_DIGITS}g}") for each in self[1:])
        return Tally(self.prior, interest, shown, sessions)


Tallies = Mapping[str, Tally]


def shard_of(product_id: str) -> int:
    return hashlib.sha256(product_id.encode()).digest()[0] % SHARDS


def to_text(tallies: Tallies, now: datetime) -> str:
    """Text, because the store would index each product's number by itself. What has faded away is left out."""
    least = _RULES["faintest"] * weight_at(now)
    kept = {id: tally for id, tally in tallies.items() if tally.shown >= least}
    return json.dumps(kept, separators=(",", ":"))


def from_text(text: str) -> dict[str, Tally]:
    return {id: Tally(*numbers) for id, numbers in json.loads(text).items()}


def popularity(tallies: Tallies, now: datetime) -> dict[str, float]:
    """By product, 0 to 1; 0.5 is what the shop's frames are wanted on average. Without what hardly differs from the
    catalogue's own.

    The ratio of the interest seen to the interest expected, p / (1 - p) on the scale of popularity, with the
    catalogue's as a gamma prior that is worth `priorViews` views. Up to `liftFromSessions` sessions lift nothing.
    """
    weight, least = weight_at(now), _RULES["leastChange"]
    per_view = _interest_per_view(tallies.values(), weight)
    strength, few = per_view * _RULES["priorViews"], _RULES["liftFromSessions"] * weight
    found: dict[str, float] = {}
    for product_id, (prior, interest, shown, sessions) in tallies.items():
        usual = _usual(prior)
        expected, wanted = per_view * shown / weight, interest / weight
        if sessions <= few and wanted > usual * expected:
            wanted = usual * expected
        ratio = (wanted + strength * usual) / (expected + strength)
        popular = ratio / (1 + ratio)
        if abs(popular - prior) >= least:
            found[product_id] = round(popular, 4)
    return found


def _interest_per_view(tallies: Collection[Tally], weight: float) -> float:
    views = float(_RULES["viewsBehindIt"]) + sum(tally.shown for tally in tallies) / weight
    interest = _RULES["viewsBehindIt"] * _RULES["interestPerView"] + sum(tally.interest for tally in tallies) / weight
    return float(interest / views)


def _usual(prior: float) -> float:
    """The ratio of a prior, of which none is beyond what sessions can move."""
    within = min(max(prior, _LEAST_PRIOR), _MOST_PRIOR)
    return within / (1 - within)
