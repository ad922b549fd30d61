"""How the shopper takes it: mood and where it goes, and who has to say things again."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import fmean, linear_regression

from shared.catalogue.product import Product
from shared.quality.acts import read
from shared.quality.finding import RULES, Finding, answers, between_0_and_1
from shared.quality.repetition import repeats
from shared.quality.satisfaction import OF_USER, Said, Satisfaction, satisfaction
from shared.quality.satisfaction_rule import Likeness
from shared.quality.signals import alike
from shared.shopper.conversation import Message

DEFAULT_LANGUAGE = "en"


def repetition(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """One less how much the assistant says the same again."""
    found = said_again(messages)
    again = sum(value > 0 for value in found)
    return Finding(1 - fmean(found), f"{again} of {len(found)} answers repeat an earlier one.") if found else None


def reformulation(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """One less how much the shopper has to ask the same again, in the same words or others."""
    found = asked_again(messages)
    again = sum(value > 0 for value in found)
    return Finding(1 - fmean(found), f"{again} of {len(found)} messages ask again.") if found else None


def sentiment(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The mean mood of the shopper's own words."""
    moods = _moods(messages)
    if not moods:
        return None
    rule = RULES["sentiment"]
    low, high = sum(mood < 0 for mood in moods), sum(mood > 0 for mood in moods)
    value = between_0_and_1(rule["neutral"] + rule["scale"] * fmean(moods))
    return Finding(value, f"{high} of {len(moods)} messages sound pleased, {low} displeased.")


def sentiment_slope(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """Where the mood goes from the first to the last message; nothing for very short conversations."""
    rule, moods = RULES["sentimentSlope"], _moods(messages)
    if len(moods) < rule["leastTurns"]:
        return None
    moved = linear_regression(range(len(moods)), moods).slope * (len(moods) - 1)
    direction = "stays even" if abs(moved) < 0.1 else "brightens" if moved > 0 else "darkens"
    return Finding(between_0_and_1(rule["flat"] + rule["scale"] * moved), f"The shopper's mood {direction}.")


def said_again(messages: Sequence[Message]) -> list[float]:
    """For each answer how far it repeats one before it, 0 to 1. Other frames under the same words are new."""
    given = answers(messages)
    again = repeats([message.text for message in given], RULES["repetition"])
    same = [False, *(bool(set(m.product_ids) - set(b.product_ids)) for b, m in pairwise(given))][: len(given)]
    return [0.0 if other else value for value, other in zip(again, same, strict=True)]


def asked_again(messages: Sequence[Message]) -> list[float]:
    """For each of the shopper's messages how far it says one before it again, 0 to 1."""
    limits = Likeness.model_validate(RULES["reformulation"])
    said = [read(m.text, language_of(messages)) for m in messages if m.role == "shopper"]
    exact = repeats([one.text for one in said], RULES["repetition"])
    return [max(exact[place], alike(one, said[:place], limits)) for place, one in enumerate(said)]


def conversation_satisfaction(messages: Sequence[Message]) -> Satisfaction:
    """The satisfaction rule over a conversation's texts; `turn` is the place among the messages."""
    said = [Said("user" if message.role == "shopper" else "system", message.text) for message in messages]
    return satisfaction(said, language_of(messages))


def language_of(messages: Sequence[Message]) -> str:
    """The language that most answers are in."""
    spoken = [message.language for message in messages if message.language]
    return max(spoken, key=spoken.count) if spoken else DEFAULT_LANGUAGE


def _moods(messages: Sequence[Message]) -> list[float]:
    turns = conversation_satisfaction(messages).turns
    return [sum(value for term, value in turn.terms.items() if term in OF_USER) for turn in turns]
