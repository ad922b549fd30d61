"""What a component found: a value and the reason in words; and the numbers that all components share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.shopper.conversation import Message

RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "score.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Finding:
    """`value` is 0 to 1."""

    value: float
    why: str


def answers(messages: Sequence[Message]) -> list[Message]:
    return [message for message in messages if message.role == "assistant"]


def between_0_and_1(value: float) -> float:
    return min(1.0, max(0.0, value))
