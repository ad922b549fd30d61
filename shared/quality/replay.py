"""Stored conversations once more, against another ranking or engine, scored before and after.

Neither side counts how long answers took: another machine or hour would be measured, not the change.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.dialogue import converse
from shared.discovery.scene import Read, Visit
from shared.discovery.tuning import Tuning
from shared.discovery.turn import Turn
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult
from shared.quality.finding import RULES
from shared.quality.score import score
from shared.shopper.conversation import Message

HISTORY = 12  # messages that a reply looks back on, as in the chat
WORST_NAMED = 10

# the shopper's message, the turn before it, the history, the measured face if it was known then -> the answer
Engine = Callable[[str, Turn | None, Sequence[Message], FaceResult | None], Turn]


@dataclass(frozen=True)
class Conversation:
    """All messages in order of time; `face` is what the session still has of one."""

    session_id: str
    messages: tuple[Message, ...]
    face: FaceResult | None = None


@dataclass(frozen=True)
class Difference:
    """Overall scores, 0 to 100."""

    session_id: str
    before: float
    after: float

    @property
    def points(self) -> float:
        return round(self.after - self.before, 1)


@dataclass(frozen=True)
class Replay:
    """`each` in the order given; the means are over all of them. `worst` lost most, the greatest loss first."""

    each: tuple[Difference, ...]
    before: float
    after: float

    @property
    def points(self) -> float:
        return round(self.after - self.before, 2)

    @property
    def worst(self) -> tuple[Difference, ...]:
        losers = sorted((one for one in self.each if one.points < 0), key=lambda one: one.points)
        return tuple(losers[:WORST_NAMED])

    @property
    def is_regression(self) -> bool:
        return self.points <= -float(RULES["replay"]["regression"])


class NothingToReplay(ValueError):
    """No conversation has a message of a shopper."""


def embedded(index: CatalogueIndex, read: Read, tuning: Tuning | None = None) -> Engine:
    """The embedded engine over a catalogue, ranking by `tuning`."""

    def answer(message: str, before: Turn | None, history: Sequence[Message], face: FaceResult | None) -> Turn:
        return converse(
            message,
            wishes=before.wishes if before else Wishes(),
            history=history,
            face=face,
            index=index,
            read=read,
            visit=Visit(dismissed=before.dismissed if before else ()),
            tuning=tuning,
        )

    return answer


def replay(
    conversations: Iterable[Conversation], after: Engine, read: Read, *, before: Engine | None = None
) -> Replay:
    """Scores each conversation as `before` answers it (None: as it is stored) and as `after` answers it.

    Raises `NothingToReplay` when there is none. Shoppers say what they said then, whatever they are answered now.
    """
    each = []
    for conversation in conversations:
        if not any(message.role == "shopper" for message in conversation.messages):
            continue
        old = rerun(conversation, before) if before else list(conversation.messages)
        new = rerun(conversation, after)
        each.append(Difference(conversation.session_id, _scored(old, read), _scored(new, read)))
    if not each:
        raise NothingToReplay("No conversation to replay.")
    return Replay(tuple(each), fmean(one.before for one in each), fmean(one.after for one in each))


def rerun(conversation: Conversation, engine: Engine) -> list[Message]:
    """The shopper's messages as they were, each with the engine's answer in place of the one it got."""
    said: list[Message] = []
    turn: Turn | None = None
    for place, message in enumerate(conversation.messages):
        if message.role != "shopper":
            continue
        stored = next((m for m in conversation.messages[place + 1 : place + 2] if m.role == "assistant"), None)
        face = conversation.face if stored is None or stored.with_face else None
        turn = engine(message.text, turn, said[-HISTORY:], face)
        said += [message, _message(message, stored, turn, with_face=face is not None)]
    return said


def _message(asked: Message, stored: Message | None, turn: Turn, *, with_face: bool) -> Message:
    return Message(
        message_id=stored.message_id if stored else asked.message_id,
        session_id=asked.session_id,
        role="assistant",
        text=turn.reply,
        at=stored.at if stored else asked.at,
        product_ids=tuple(ranked.product_id for ranked in turn.ranked),
        intent=turn.intent,
        understood=turn.understood,
        handover=turn.handover,
        relaxed=turn.relaxed,
        wishes=turn.wishes.model_dump(mode="json", by_alias=True),
        with_face=with_face,
        language=turn.language,
        engine=turn.engine,
        withheld=turn.withheld,
        unknown_words=turn.unknown_words,
        no_facts=turn.no_facts,
        asked=turn.asked,
    )


def _scored(messages: Sequence[Message], read: Read) -> float:
    timeless = [replace(message, duration_ms=None) for message in messages]
    return score(timeless, _products(timeless, read)).overall


def _products(messages: Sequence[Message], read: Read) -> Mapping[str, Product]:
    shown = sorted({id for message in messages for id in message.product_ids})
    return {product.product_id: product for product in read(shown)} if shown else {}
