"""The story's conversations: real messages, answered by the real engine, once for each script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from local.story.plot import PLOT
from shared.accounts.client import Client
from shared.catalogue.repository import Catalogue
from shared.discovery.dialogue import converse
from shared.discovery.scene import Visit
from shared.discovery.turn import Turn
from shared.discovery.wishes import Wishes
from shared.grounding.held import Ground, held_to_records
from shared.platform.tenant import ClientDocuments
from shared.shopper.conversation import Message


@dataclass(frozen=True)
class Talk:
    """What the shopper said, each with the turn that answered it."""

    language: str
    turns: Sequence[tuple[str, Turn]]


def talks(documents: ClientDocuments, client: Client) -> dict[str, list[Talk]]:
    """By kind: "good" ones end well, "poor" ones do not."""
    return {
        kind: [_held(documents, client, language, texts) for language, texts in scripts]
        for kind, scripts in PLOT["talks"].items()
    }


def _held(documents: ClientDocuments, client: Client, language: str, texts: Sequence[str]) -> Talk:
    catalogue, wishes = Catalogue(documents), Wishes()
    history: list[Message] = []
    turns: list[tuple[str, Turn]] = []
    ground = Ground(None, [text for each in client.policies.values() for text in each.values()], names=(client.name,))
    for text in texts:
        turn = converse(
            text,
            wishes=wishes,
            history=history,
            face=None,
            index=catalogue.index(),
            read=catalogue.get_many,
            language=language,
            visit=Visit(policies=client.policies),
        )
        turn, _ = held_to_records(turn, ground)
        turns.append((text, turn))
        wishes = turn.wishes
        history += [_message("shopper", text), _answer(turn)]
    return Talk(language, turns)


def _message(role: str, text: str) -> Message:
    return Message(uuid4().hex, "script", "shopper" if role == "shopper" else "assistant", text, datetime.now(UTC))


def _answer(turn: Turn) -> Message:
    return Message(
        uuid4().hex,
        "script",
        "assistant",
        turn.reply,
        datetime.now(UTC),
        product_ids=tuple(ranked.product_id for ranked in turn.ranked),
        intent=turn.intent,
        understood=turn.understood,
        wishes=turn.wishes.model_dump(mode="json", by_alias=True),
        language=turn.language,
        asked=turn.asked,
    )
