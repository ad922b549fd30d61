"""What one session teaches. It speaks with one voice, however much is clicked in it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.learning.choice import advantages, shown_in
from shared.learning.rules import RULES

WORTH: Mapping[str, float] = RULES["worth"]
TEACHING = frozenset({*WORTH, RULES["seen"]})  # types of events
_MOST = RULES["session"]
_FIXED = frozenset(RULES["factors"]["fixed"])
_DECIMALS = 6


@dataclass(frozen=True)
class Lesson:
    """`chosen`: by product, what the furthest step with it is worth. `shown`: products of its impressions.
    `advantages`: by term, -1 to 1 (see `choice.advantages`). `variant`: of the first ranking shown, or None."""

    chosen: Mapping[str, float] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    advantages: Mapping[str, float] = field(default_factory=dict)
    variant: str | None = None

    @property
    def seen(self) -> frozenset[str]:
        """What was before the shopper, in a ranking or on a page of its own."""
        return self.shown.union(self.chosen)

    @property
    def voice(self) -> tuple[Mapping[str, float], str | None, bool, bool]:
        """What counts for the shop as a whole, apart from its products."""
        return dict(self.advantages), self.variant, bool(self.chosen), self.bought

    @property
    def bought(self) -> bool:
        return any(worth >= WORTH["purchase"] for worth in self.chosen.values())

    def to_body(self) -> dict[str, Any]:
        """As the session keeps it, so that the next one is told from it. In no order: none of a ranking is left."""
        return {
            "chosen": [{"productId": id, "worth": worth} for id, worth in sorted(self.chosen.items())],
            "shown": sorted(self.shown),
            "advantages": dict(sorted(self.advantages.items())),
            "variant": self.variant,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None) -> "Lesson":
        if body is None:
            return cls()
        chosen = {each["productId"]: float(each["worth"]) for each in body["chosen"]}
        return cls(chosen, frozenset(body["shown"]), body["advantages"], body["variant"])


def lesson(before: Lesson, acts: Mapping[str, float], impressions: Sequence[Mapping[str, Any]]) -> Lesson:
    """The lesson with these acts (worth by product). The same facts give the same lesson, whatever came first."""
    chosen = _strongest([*before.chosen.items(), *acts.items()])
    ids = {item["productId"] for impression in impressions for item in impression["items"]}
    shown = frozenset(_some({*before.shown, *ids}, _MOST["shownAtMost"]))
    first = impressions[0]["variant"] if impressions else None
    return Lesson(chosen, shown, _advantages(impressions, chosen), before.variant or first)


def _strongest(acts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The furthest step with each product."""
    strongest: dict[str, float] = {}
    for product_id, worth in acts:
        strongest[product_id] = max(worth, strongest.get(product_id, 0.0))
    return {id: strongest[id] for id in _some(strongest, _MOST["chosenAtMost"])}


def _some(product_ids: Iterable[str], most: int) -> list[str]:
    """At most so many, by a lot that does not hang on the order in which they came."""
    return sorted(product_ids, key=lambda id: hashlib.sha256(id.encode()).digest())[:most]


def _advantages(impressions: Sequence[Mapping[str, Any]], chosen: Mapping[str, float]) -> dict[str, float]:
    """The mean over the impressions that something was chosen from."""
    found = [advantages(shown_in(impression), chosen) for impression in impressions]
    of_term: dict[str, list[float]] = {}
    for each in found:
        for term, advantage in each.items():
            of_term.setdefault(term, []).append(advantage)
    return {t: round(sum(a) / len(a), _DECIMALS) for t, a in sorted(of_term.items()) if t not in _FIXED}
