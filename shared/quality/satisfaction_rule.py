"""The numbers of the satisfaction rule, from data/satisfaction.json, which says what each means."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class _Numbers(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class Likeness(_Numbers):
    """When a text counts as said again: overlap with one of the last `turns`, 0 at `alike_from`, 1 when equal."""

    turns: int
    alike_from: float
    least_words: int


class DialogueRule(_Numbers):
    recency: float
    lowest: float
    done: float
    closes_well: float
    open_end: float


class Rule(_Numbers):
    neutral: float
    carry: float
    opening: float
    weights: dict[str, float]
    fails_with_offer: float
    feeling_on_topic: float
    asks_again: Likeness
    repeats: Likeness
    facts_for_full: int
    questions_in_a_row: int
    dialogue: DialogueRule


@cache
def rule() -> Rule:
    path = Path(__file__).parent / "data" / "satisfaction.json"
    return Rule.model_validate_json(path.read_text(encoding="utf-8"))
