"""What a conversation's quality is made of: each component a value from 0 to 1 and the reason in words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import hard_filters
from shared.discovery.matching import grade
from shared.discovery.wishes import SINGLE, Wishes
from shared.quality.repetition import repeats
from shared.quality.sentiment import polarity, says
from shared.shopper.conversation import Message

RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "score.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Finding:
    value: float
    why: str


def grounding(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of shown products that exist."""
    shown = [id for message in _answers(messages) for id in message.product_ids]
    known = sum(id in products for id in shown)
    return Finding(known / len(shown), f"{known} of {len(shown)} shown products exist.") if shown else None


def constraints(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """How far the shown products meet the wishes as they stood, without those the reply gave up openly."""
    grades = [met for message in _answers(messages) for met in _met(message, products)]
    if not grades:
        return None
    full = sum(value >= 1 for value in grades)
    return Finding(fmean(grades), f"{full} of {len(grades)} shown products meet every wish stated by then.")


def understanding(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of messages that were understood."""
    judged = [message.understood for message in _answers(messages) if message.understood is not None]
    return Finding(fmean(judged), f"{sum(judged)} of {len(judged)} messages were understood.") if judged else None


def resolution(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of requests that ended in products, an answer or a handover."""
    requests = [m for m in _answers(messages) if m.intent not in RULES["smallTalk"]]
    done = sum(bool(m.product_ids) or m.handover or m.intent in RULES["answeredInWords"] for m in requests)
    why = f"{done} of {len(requests)} requests ended in products, an answer or a handover."
    return Finding(done / len(requests), why) if requests else None


def repetition(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """One less how much each side repeats itself."""
    sides = [repeats([m.text for m in messages if m.role == role], RULES["repetition"]) for role in _SIDES]
    said_again = [value for side in sides for value in side]
    again = sum(value > 0 for value in said_again)
    return Finding(1 - fmean(said_again), f"{again} of {len(said_again)} messages repeat an earlier one.")


def sentiment(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The fixed rule over each of the shopper's messages and the answer before it."""
    shopper = [message.text for message in messages if message.role == "shopper"]
    if not shopper:
        return None
    rule = RULES["sentiment"]
    asked_again = repeats(shopper, RULES["repetition"])
    felt = [_felt(text, again, rule) for text, again in zip(shopper, asked_again, strict=True)]
    answers = [message.text for message in _answers(messages)]
    burden = [
        rule["assistantRepeats"] * again + rule["apology"] * says(text, "apologies")
        for text, again in zip(answers, repeats(answers, RULES["repetition"]), strict=True)
    ]
    mood = fmean(felt) - (fmean(burden) if burden else 0.0)
    complaints = sum(says(text, "complaints") for text in shopper)
    praises = sum(says(text, "praises") for text in shopper)
    value = min(1.0, max(0.0, rule["neutral"] + rule["scale"] * mood))
    return Finding(value, f"{complaints} complaints and {praises} words of thanks in {len(shopper)} messages.")


def latency(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """1 up to `goodMs` for the slowest twentieth of answers, falling to 0 at `badMs`."""
    times = [message.duration_ms for message in _answers(messages) if message.duration_ms is not None]
    if not times:
        return None
    slow = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    good, bad = RULES["latency"]["goodMs"], RULES["latency"]["badMs"]
    value = min(1.0, max(0.0, (bad - slow) / (bad - good)))
    return Finding(value, f"95 of 100 answers came within {slow:.0f} ms.")


COMPONENTS: Mapping[str, Callable[[Sequence[Message], Mapping[str, Product]], Finding | None]] = {
    "grounding": grounding,
    "constraints": constraints,
    "understanding": understanding,
    "resolution": resolution,
    "repetition": repetition,
    "sentiment": sentiment,
    "latency": latency,
}
_SIDES = ("shopper", "assistant")


def _answers(messages: Sequence[Message]) -> list[Message]:
    return [message for message in messages if message.role == "assistant"]


def _felt(text: str, again: float, rule: Mapping[str, float]) -> float:
    said = polarity(text) - rule["complaint"] * says(text, "complaints") + rule["positive"] * says(text, "praises")
    return said - rule["shopperRepeats"] * again


def _met(message: Message, products: Mapping[str, Product]) -> list[float]:
    """For each known product of a message, the mean over the wishes: hard ones met or not, soft ones by grade.

    Stock is left out: a product sold since was in stock when it was shown.
    """
    shown = [products[id] for id in message.product_ids if id in products]
    if not shown or message.wishes is None:
        return []
    wishes, index = Wishes.model_validate(message.wishes), CatalogueIndex.of(shown)
    open_codes = {"stock", *message.relaxed}
    checks = [one.mask.astype(float) for one in hard_filters(index, wishes) if one.code not in open_codes]
    for slot in dict.fromkeys(wish.slot for wish in wishes.items if not wish.hard and wish.polarity == "wanted"):
        grades = [grade(index, slot, wish.value) for wish in wishes.of(slot) if not wish.hard]
        best_or_mean = max if slot in SINGLE else fmean
        checks.append(np.array([best_or_mean(row) for row in zip(*grades, strict=True)]))
    return [fmean(float(check[row]) for check in checks) if checks else 1.0 for row in range(len(index))]
