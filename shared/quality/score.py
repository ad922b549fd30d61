"""The quality score of one conversation: deterministic, with everything it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.catalogue.product import Product
from shared.quality.components import COMPONENTS
from shared.quality.finding import RULES
from shared.quality.issue import Issue
from shared.quality.issues import find_issues
from shared.quality.mood import conversation_satisfaction
from shared.quality.satisfaction import Satisfaction
from shared.shopper.conversation import Message


class NothingToScore(ValueError):
    """The conversation has no messages."""


@dataclass(frozen=True)
class Component:
    """`weight` is the share of the whole; all shares add up to 1."""

    value: float
    weight: float
    why: str


@dataclass(frozen=True)
class QualityScore:
    """`overall` is 0 to 100: the weighted mean of the components' values. Components without evidence (no product
    shown, no wish stated) are left out and their weight is spread over the others. `satisfaction` is 1 to 5."""

    overall: float
    components: Mapping[str, Component]
    issues: tuple[Issue, ...]
    satisfaction: Satisfaction

    def to_body(self) -> dict[str, object]:
        parts = {name: {"value": c.value, "weight": c.weight, "why": c.why} for name, c in self.components.items()}
        return {
            "overall": self.overall,
            "components": parts,
            "issues": [issue.to_body() for issue in self.issues],
            "satisfaction": self.satisfaction.to_body(),
        }


def score(messages: Sequence[Message], products: Mapping[str, Product]) -> QualityScore:
    """`messages` in order of time; `products` by id as the store has them, at least all that were shown.

    Raises `NothingToScore` without messages.
    """
    if not messages:
        raise NothingToScore("A conversation without messages has no quality yet.")
    findings = {name: find(messages, products) for name, find in COMPONENTS.items()}
    judged = {name: finding for name, finding in findings.items() if finding is not None}
    weights = RULES["weights"]
    whole = sum(weights[name] for name in judged)
    parts = {
        name: Component(round(found.value, 4), round(weights[name] / whole, 4), found.why)
        for name, found in judged.items()
    }
    overall = sum(found.value * weights[name] for name, found in judged.items()) / whole
    felt = conversation_satisfaction(messages)
    return QualityScore(round(100 * overall, 1), parts, find_issues(messages, products, felt), felt)
