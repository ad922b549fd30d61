"""What went wrong in a conversation, each with the turn that shows it."""

from collections.abc import Iterator, Mapping, Sequence

from shared.catalogue.product import Product
from shared.quality.acts import read
from shared.quality.finding import RULES
from shared.quality.issue import Issue
from shared.quality.mood import asked_again, language_of, said_again
from shared.quality.satisfaction import Satisfaction
from shared.quality.sentiment import says
from shared.quality.service import forced, resolved
from shared.quality.truth import false_claims, ignored_wishes
from shared.shopper.conversation import Message

MARKED = 0.25  # how far a text must repeat another to be an issue, 0 to 1
MOST_ABOUT = 10


def find_issues(
    messages: Sequence[Message], products: Mapping[str, Product], felt: Satisfaction
) -> tuple[Issue, ...]:
    """In order of turns; at most `mostIssues`, the latest. `felt` is the satisfaction of the same messages."""
    found = [*_of_answers(messages, products), *_of_shopper(messages), *_at_the_end(messages, felt)]
    return tuple(sorted(found, key=lambda issue: issue.turn)[-RULES["mostIssues"] :])


def _of_answers(messages: Sequence[Message], products: Mapping[str, Product]) -> Iterator[Issue]:
    again = iter(said_again(messages))
    for turn, message in enumerate(messages):
        if message.role != "assistant":
            continue
        repeated = next(again)
        asked = max(0, turn - 1)
        for code, about in _in_answer(message, products):
            yield _issue(code, turn, message, about)
        for code, about in _in_question(message):
            yield _issue(code, asked, messages[asked], about)
        if repeated >= MARKED:
            yield _issue("repeated_answer", turn, message)


def _in_answer(message: Message, products: Mapping[str, Product]) -> Iterator[tuple[str, Sequence[str]]]:
    if gone := [id for id in message.product_ids if id not in products]:
        yield "unknown_product", gone
    if false := false_claims(message, products):
        yield "false_claim", false
    if message.withheld:
        yield "withheld_claim", ()
    if ignored := ignored_wishes(message, products):
        yield "wish_ignored", ignored
    if message.relaxed and message.intent in RULES["searches"]:
        yield "wish_given_up", message.relaxed
    if message.intent in RULES["searches"] and not message.product_ids and not message.handover:
        yield "empty_result", stated(message)
    if message.duration_ms is not None and message.duration_ms > RULES["latency"]["goodMs"]:
        yield "slow_answer", [f"{message.duration_ms / 1000:.1f} s"]
    if forced(message):
        yield "forced_handover", ()


def _in_question(answer: Message) -> Iterator[tuple[str, Sequence[str]]]:
    """What an answer tells of the message before it."""
    if answer.unknown_words:
        yield "unknown_words", answer.unknown_words
    if answer.no_facts:
        yield "missing_attribute", answer.no_facts
    if answer.understood is False:
        yield "misunderstood", ()


def _of_shopper(messages: Sequence[Message]) -> Iterator[Issue]:
    language, again = language_of(messages), iter(asked_again(messages))
    for turn, message in enumerate(messages):
        if message.role != "shopper":
            continue
        acts = read(message.text, language).acts
        if next(again) >= MARKED or "corrects" in acts:
            yield _issue("asked_again", turn, message)
        if says(message.text, "complaints", language) or "complains" in acts:
            yield _issue("complaint", turn, message)


def _at_the_end(messages: Sequence[Message], felt: Satisfaction) -> Iterator[Issue]:
    """A shopper whose last request came to nothing, or who was displeased, and said no more."""
    shopper = [turn for turn, message in enumerate(messages) if message.role == "shopper"]
    if not shopper or not felt.turns:
        return
    last = messages[-1]
    unmet = last.role == "assistant" and last.intent not in RULES["smallTalk"] and not resolved(last)
    if unmet or felt.turns[-1].value <= RULES["abandoned"]["atMost"]:
        yield _issue("abandoned", shopper[-1], messages[shopper[-1]])


def stated(message: Message) -> list[str]:
    """The wishes that stood after a message, as codes: "colour:gold", "material:not:metal", "price", "size"."""
    wishes = message.wishes or {}
    items = [
        f"{w['slot']}:{'not:' if w.get('polarity') == 'unwanted' else ''}{w['value']}"
        for w in wishes.get("items", ())
    ]
    return [*items, *(name for name in ("price", "size") if wishes.get(name))]


def _issue(code: str, turn: int, message: Message, about: Sequence[str] = ()) -> Issue:
    return Issue(code, turn, message.message_id, tuple(dict.fromkeys(about))[:MOST_ABOUT])
