"""What a shop's ranking has learnt from its shoppers, as the ranking reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Tuning:
    """`factors` multiply the weights of terms by their name, `popularity` (0 to 1) takes the place of the catalogue's
    by product id, `variant` names what was learnt or tried, for the impressions."""

    factors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    popularity: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    variant: str = "default"
