"""How much a shop's products are wanted, against what was to be expected of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.learning.lesson import Lesson
from shared.learning.rules import RULES, weight_at

_RULES = RULES["popularity"]
SHARDS = int(_RULES["shards"])  # a catalogue of 100,000 products keeps each document far below the store's limit
_DIGITS = 9
_LEAST_PRIOR, _MOST_PRIOR = 0.05, 0.95


@dataclass(frozen=True)
class Tally:
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


Tallies = Mapping[str, Tally]


def shard_of(product_id: str) -> int:
    return hashlib.sha256(product_id.encode()).digest()[0] % SHARDS


def to_text(tallies: Tallies, now: datetime) -> str:
    """Text, because the store would index each product's number by itself. What has faded away is left out."""
    least = _RULES["faintest"] * weight_at(now)
    kept = {id: _numbers(tally) for id, tally in sorted(tallies.items()) if tally.shown >= least}
    return json.dumps(kept, separators=(",", ":"))


def from_text(text: str) -> dict[str, Tally]:
    return {id: Tally(*numbers) for id, numbers in json.loads(text).items()}


def popularity(tallies: Tallies, now: datetime) -> dict[str, float]:
    """By product, 0 to 1; 0.5 is what the shop's frames are wanted on average. Without what hardly differs from the
    catalogue's own.

    The ratio of the interest seen to the interest expected, p / (1 - p) on the scale of popularity, with the
    catalogue's as a gamma prior that is worth `priorViews` views. Up to `liftFromSessions` sessions lift nothing.
    """
    weight = weight_at(now)
    per_view = _interest_per_view(tallies.values(), weight)
    found = {id: _popularity(tally, weight, per_view) for id, tally in tallies.items()}
    return {id: p for id, p in found.items() if abs(p - tallies[id].prior) >= _RULES["leastChange"]}


def _interest_per_view(tallies: Iterable[Tally], weight: float) -> float:
    views = float(_RULES["viewsBehindIt"])
    interest = views * _RULES["interestPerView"]
    for tally in tallies:
        views += tally.shown / weight
        interest += tally.interest / weight
    return float(interest / views)


def _popularity(tally: Tally, weight: float, per_view: float) -> float:
    prior = min(max(tally.prior, _LEAST_PRIOR), _MOST_PRIOR)
    usual = prior / (1 - prior)
    expected, strength = per_view * tally.shown / weight, per_view * _RULES["priorViews"]
    interest = tally.interest / weight
    if tally.sessions / weight <= _RULES["liftFromSessions"]:
        interest = min(interest, usual * expected)
    ratio = (interest + strength * usual) / (expected + strength)
    return round(float(ratio / (1 + ratio)), 4)


def _numbers(tally: Tally) -> list[float]:
    sums = (tally.interest, tally.shown, tally.sessions)
    return [tally.prior, *(float(f"{max(each, 0.0):.{_DIGITS}g}") for each in sums)]
