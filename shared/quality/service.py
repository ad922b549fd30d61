"""How well requests were served: understood, brought to an end, in time, by a person only where one was wanted."""

from collections.abc import Mapping, Sequence
from statistics import fmean, quantiles

from shared.catalogue.product import Product
from shared.quality.finding import RULES, Finding, answers, between_0_and_1
from shared.shopper.conversation import Message


def understanding(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of messages that were understood; words not known take off their share of a message."""
    judged = [_understood(message) for message in answers(messages) if message.understood is not None]
    whole = sum(value >= 1 for value in judged)
    return Finding(fmean(judged), f"{whole} of {len(judged)} messages were wholly understood.") if judged else None


def resolution(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of requests that ended in products, an answer or a handover that was wanted."""
    requests = [message for message in answers(messages) if message.intent not in RULES["smallTalk"]]
    done = sum(resolved(message) for message in requests)
    why = f"{done} of {len(requests)} requests ended in products, an answer or a wanted handover."
    return Finding(done / len(requests), why) if requests else None


def resolved(message: Message) -> bool:
    """Frames in answer to what was not understood resolve nothing."""
    if message.handover:
        return not forced(message)
    found = bool(message.product_ids) and message.understood is not False
    return found or message.intent in RULES["answeredInWords"]


def latency(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """1 up to `goodMs` for the slowest twentieth of answers, falling to 0 at `badMs`."""
    times = [message.duration_ms for message in answers(messages) if message.duration_ms is not None]
    if not times:
        return None
    slow = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    good, bad = RULES["latency"]["goodMs"], RULES["latency"]["badMs"]
    return Finding(between_0_and_1((bad - slow) / (bad - good)), f"95 of 100 answers came within {slow:.0f} ms.")


def handover(messages: Sequence[Message], products: Mapping[str, Product]) -> Finding | None:
    """The share of handovers that the shopper wanted; the others came because the assistant could not go on."""
    given = [message for message in answers(messages) if message.handover]
    wanted = sum(not forced(message) for message in given)
    return Finding(wanted / len(given), f"{wanted} of {len(given)} handovers were wanted.") if given else None


def forced(message: Message) -> bool:
    """A handover that nobody asked for."""
    return message.handover and message.intent is not None and message.intent not in RULES["handoverWanted"]


def _understood(message: Message) -> float:
    return 1 / (1 + len(message.unknown_words)) if message.understood else 0.0
