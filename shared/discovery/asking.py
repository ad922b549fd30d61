"""The one question that narrows the choice most, with answers this engine understands."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shared.catalogue.index import Bools, CatalogueIndex
from shared.discovery.matching import COLUMNS
from shared.discovery.texts import PRICE_STEP, Texts
from shared.discovery.wishes import Wishes

# how readily a shopper can answer; the category comes first whenever it is open
READINESS = {"category": 9.0, "use": 1.0, "frameShape": 0.9, "price": 0.85, "colour": 0.8, "material": 0.6}
MOST_ANSWERS = 3
LEAST_CHOICE = 5  # with fewer products there is nothing to narrow


@dataclass(frozen=True)
class Question:
    slot: str
    answers: tuple[str, ...]


def narrowing(
    index: CatalogueIndex, mask: Bools, wishes: Wishes, asked: Iterable[str], texts: Texts
) -> Question | None:
    """The open slot whose answer is expected to leave the fewest of these rows; None when nothing is worth asking."""
    stated = (
        {wish.slot for wish in wishes.items} | {*asked, *wishes.indifferent} | ({"price"} if wishes.price else set())
    )
    if int(mask.sum()) < LEAST_CHOICE:
        return None
    shares = {slot: _shares(index, mask, slot) for slot in READINESS if slot not in stated}
    worth = {slot: READINESS[slot] * _spread(shares[slot]) for slot in shares}
    for slot in sorted((slot for slot in worth if worth[slot] > 0), key=lambda slot: -worth[slot]):
        answers = _answers(index, mask, slot, shares[slot], texts)
        if len(answers) > 1:
            return Question(slot, answers)
    return None


def _shares(index: CatalogueIndex, mask: Bools, slot: str) -> dict[str, float]:
    """How the rows divide over a slot's values, the most frequent first."""
    if slot == "price":
        return {"lower": 1 / 3, "middle": 1 / 3, "upper": 1 / 3} if np.ptp(index.numbers["price"][mask]) else {}
    if slot == "use":
        counts = {tag: float(column[mask].sum()) for tag, column in index.tags["uses"].items()}
    else:
        column = index.coded[COLUMNS[slot]]
        tally = np.bincount(column.codes[mask], minlength=len(column.values))
        counts = {value: float(count) for value, count in zip(column.values, tally, strict=True)}
    whole = sum(counts.values())
    present = {value: count / whole for value, count in counts.items() if count}
    return dict(sorted(present.items(), key=lambda item: (-item[1], item[0])))


def _spread(shares: dict[str, float]) -> float:
    """The share of rows an answer is expected to rule out."""
    return 1 - sum(share**2 for share in shares.values()) if shares else 0.0


def _answers(
    index: CatalogueIndex, mask: Bools, slot: str, shares: dict[str, float], texts: Texts
) -> tuple[str, ...]:
    said = texts.data["questions"][slot]
    if slot == "price":
        return tuple(said["reply"].format(price=price) for price in _ceilings(index, mask, texts))
    named = [said["replies"].get(value) for value in shares] if "replies" in said else list(map(texts.label, shares))
    answers = [name if "replies" in said else said["reply"].format(value=name) for name in named if name]
    return tuple(answers[:MOST_ANSWERS])


def _ceilings(index: CatalogueIndex, mask: Bools, texts: Texts) -> list[str]:
    """Round prices that a third and two thirds of the rows stay under."""
    thirds = np.quantile(index.numbers["price"][mask], [1 / 3, 2 / 3])
    rounded = dict.fromkeys(math.ceil(price / PRICE_STEP) * PRICE_STEP for price in thirds)
    codes = np.bincount(index.coded["currency"].codes[mask])
    currency = index.coded["currency"].values[int(codes.argmax())]
    return [
        texts.data["money"].get(currency, texts.data["money"]["other"]).format(amount=p, currency=currency)
        for p in rounded
    ]
