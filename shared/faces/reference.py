"""What a shopper adds for more exact sizes: a card held to the forehead, or their own pupillary distance."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_REFERENCES = json.loads((Path(__file__).with_name("data") / "size.json").read_text("utf-8"))["references"]
PUPILLARY_RANGE_MM: tuple[float, float] = tuple(_REFERENCES["pupillaryDistance"]["rangeMm"])

Edge = Sequence[Sequence[float]]


class InvalidReference(ValueError):
    """The text says what is wrong with it in plain words; `field` is `card` or `pupillaryDistance`."""

    def __init__(self, field: str) -> None:
        super().__init__(_REFERENCES[field]["problem"])
        self.field = field


@dataclass(frozen=True)
class Reference:
    """`pupillary_distance` in mm, within `PUPILLARY_RANGE_MM`; `card` the two ends of the long edge of a bank card
    (85.60 mm, ISO/IEC 7810 ID-1), each as x and y in shares of the picture's width and height."""

    pupillary_distance: float | None = None
    card: Edge | None = None

    def card_px(self, width: float, height: float) -> float | None:
        """Length of the card's long edge in a picture of this size; None without a card."""
        if self.card is None:
            return None
        (ax, ay), (bx, by) = self.card
        return math.hypot((ax - bx) * width, (ay - by) * height)


NO_REFERENCE = Reference()
