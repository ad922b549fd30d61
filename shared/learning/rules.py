"""The numbers that learning keeps to, from data/learning.json."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.platform.ports.clock import parse_timestamp

RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "learning.json").read_text("utf-8"))
_EPOCH = parse_timestamp(RULES["epoch"])
_HALF_LIFE_S = RULES["halfLifeDays"] * 86400


def weight_at(at: datetime) -> float:
    """What counts now is worth twice what counted a half-life ago.

    Sums of such weights, divided by the weight of today, have decayed without ever being touched, and it makes no
    difference in which order they were added (forward decay: Cormode, Shkapenyuk, Srivastava and Xu 2009).
    """
    return float(2.0 ** ((at - _EPOCH).total_seconds() / _HALF_LIFE_S))
