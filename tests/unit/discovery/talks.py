"""Conversations to test with, each remembered as the chat does it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.dialogue import converse
from shared.discovery.scene import Policies, Visit
from shared.discovery.turn import Turn
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import shop

STOCK = shop(240)
INDEX = CatalogueIndex.of(STOCK)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Conversation:
    def __init__(
        self,
        stock: Sequence[Product] = STOCK,
        seen: FaceResult | None = None,
        *,
        language: str = "en",
        policies: Policies | None = None,
    ) -> None:
        self.store = {product.product_id: product for product in stock}
        self.index = INDEX if stock is STOCK else CatalogueIndex.of(stock)
        self.face = seen
        self.wishes = Wishes()
        self.history: list[Message] = []
        self.language = language
        self.policies = policies or {}
        self.dismissed: tuple[str, ...] = ()

    def read(self, ids: Sequence[str]) -> list[Product]:
        return [self.store[id] for id in ids if id in self.store]

    def say(self, message: str) -> Turn:
        turn = converse(
            message,
            wishes=self.wishes,
            history=self.history,
            face=self.face,
            index=self.index,
            read=self.read,
            language=self.language,
            visit=Visit(dismissed=self.dismissed, policies=self.policies),
        )
        self.dismissed = turn.dismissed
        self._remember("shopper", message, None)
        self._remember("assistant", turn.reply, turn)
        self.wishes = Wishes.model_validate(json.loads(turn.wishes.model_dump_json(by_alias=True)))
        return turn

    def _remember(self, role: str, text: str, turn: Turn | None) -> None:
        shown = tuple(product.product_id for product in turn.products) if turn else ()
        self.history.append(
            Message(
                message_id=str(len(self.history)),
                session_id="s",
                role="assistant" if role == "assistant" else "shopper",
                text=text,
                at=NOW,
                product_ids=shown,
                intent=turn.intent if turn else None,
                understood=turn.understood if turn else None,
                language=turn.language if turn else None,
            )
        )
