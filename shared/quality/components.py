"""The components of a conversation's quality by name, each a value from 0 to 1 and the reason in words."""

from collections.abc import Callable, Mapping, Sequence

from shared.catalogue.product import Product
from shared.quality.finding import Finding
from shared.quality.mood import reformulation, repetition, sentiment, sentiment_slope
from shared.quality.service import handover, latency, resolution, understanding
from shared.quality.truth import constraints, grounding
from shared.shopper.conversation import Message

Component = Callable[[Sequence[Message], Mapping[str, Product]], Finding | None]

COMPONENTS: Mapping[str, Component] = {
    "grounding": grounding,
    "constraints": constraints,
    "understanding": understanding,
    "resolution": resolution,
    "repetition": repetition,
    "reformulation": reformulation,
    "sentiment": sentiment,
    "sentimentSlope": sentiment_slope,
    "latency": latency,
    "handover": handover,
}
