"""Whether what was shown exists, what was said is so, and what was wished was kept."""

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.filters import hard_filters
from shared.discovery.matching import grade
from shared.discovery.wishes import SINGLE, Wishes
from shared.grounding.claims import check
from shared.grounding.grounds import Grounds
from shared.quality.finding import RULES, Finding, answers
from shared.shopper.conversation import Message


def grounding(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of what was shown or claimed that holds: frames that exist against frames that do not, claims that
    were taken out before they were shown, and claims in the text that the records do not bear out."""
    shown = [id for message in answers(messages) for id in message.product_ids]
    known = sum(id in products for id in shown)
    withheld = sum(message.withheld for message in answers(messages))
    false = sum(len(false_claims(message, products)) for message in answers(messages))
    whole = len(shown) + withheld + false
    if not whole:
        return None
    why = f"{known} of {len(shown)} shown products exist; {withheld} claims were withheld, {false} do not hold."
    return Finding(known / whole, why)


def constraints(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """How far the shown products meet the wishes as they stood, without those the reply gave up openly."""
    grades = [met for message in answers(messages) for met in _met(message, products)]
    if not grades:
        return None
    full = sum(value >= 1 for value in grades)
    return Finding(fmean(grades), f"{full} of {len(grades)} shown products meet every wish stated by then.")


def false_claims(message: Message, products: Mapping[str, Product]) -> list[str]:
    """The kinds of claims in a reply about frames that the records do not bear out, one for each sentence."""
    shown = [products[id] for id in message.product_ids if id in products]
    if not shown:
        return []
    wishes = Wishes.model_validate(message.wishes) if message.wishes else None
    checked = check(message.text, Grounds.of(shown, message.text, wishes=wishes), message.language or "en")
    return [kind for kind in checked.withheld if kind in RULES["grounding"]["checked"]]


def ignored_wishes(message: Message, products: Mapping[str, Product]) -> list[str]:
    """Codes of the hard wishes that a shown product fails though the reply did not give them up."""
    shown = [products[id] for id in message.product_ids if id in products]
    if not shown or message.wishes is None:
        return []
    wishes, index = Wishes.model_validate(message.wishes), CatalogueIndex.of(shown)
    return [one.code for one in hard_filters(index, wishes) if one.code not in _open(message) and not one.mask.all()]


def _met(message: Message, products: Mapping[str, Product]) -> list[float]:
    """For each known product of a message, the mean over the wishes: hard ones met or not, soft ones by grade."""
    shown = [products[id] for id in message.product_ids if id in products]
    if not shown or message.wishes is None:
        return []
    wishes, index = Wishes.model_validate(message.wishes), CatalogueIndex.of(shown)
    checks = [one.mask.astype(float) for one in hard_filters(index, wishes) if one.code not in _open(message)]
    for slot in dict.fromkeys(wish.slot for wish in wishes.items if not wish.hard and wish.polarity == "wanted"):
        grades = [grade(index, slot, wish.value) for wish in wishes.of(slot) if not wish.hard]
        best_or_mean = max if slot in SINGLE else fmean
        checks.append(np.array([best_or_mean(row) for row in zip(*grades, strict=True)]))
    return [fmean(float(check[row]) for check in checks) if checks else 1.0 for row in range(len(index))]


def _open(message: Message) -> set[str]:
    """Stock is left out: a product sold since was in stock when it was shown."""
    return {"stock", *message.relaxed}
