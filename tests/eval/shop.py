"""The demo catalogue as a shop that answers messages."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, cached_property

from local.catalogue.rows import product, variants
from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.dialogue import converse
from shared.discovery.language import DEFAULT, supported
from shared.discovery.ranking import shortlist
from shared.discovery.scene import Visit
from shared.discovery.turn import Turn
from shared.discovery.wishes import Wishes
from shared.platform.ports.embeddings import Embeddings
from shared.shopper.conversation import Message, Role
from tests.eval.query import Facts, facts_of

CLIENT = "training-client"
LONGEST_LIST = 5
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_ANCHOR = (0.0, 0.0)  # of pictures, which are not drawn here


class Shop:
    """`embeddings` None: words go by the lexicons alone."""

    def __init__(self, products: Sequence[Product], embeddings: Embeddings | None = None) -> None:
        self.embeddings = embeddings
        self.products = {one.product_id: one for one in products}
        self.index = CatalogueIndex.of(products)
        self.facts: dict[str, Facts] = {one.product_id: facts_of(one) for one in products}

    def read(self, ids: Sequence[str]) -> list[Product]:
        return [self.products[id] for id in ids if id in self.products]

    @cached_property
    def models(self) -> dict[str, list[str]]:
        """Ids of the variants in stock by model."""
        grouped: dict[str, list[str]] = {}
        for one in self.products.values():
            if one.availability == "in_stock":
                grouped.setdefault(one.model_id, []).append(one.product_id)
        return grouped


@cache
def demo_shop(embeddings: Embeddings | None = None) -> Shop:
    return Shop([product(one, _ANCHOR) for one in variants() if one.brand.client_id == CLIENT], embeddings)


class Conversation:
    """A new session in a shop, begun in the shopper's language where that is spoken here, else in English."""

    def __init__(self, shop: Shop, language: str) -> None:
        self._shop = shop
        self._language = supported(language) or DEFAULT
        self._wishes = Wishes()
        self._dismissed: tuple[str, ...] = ()
        self._history: list[Message] = []

    @property
    def last_shown(self) -> tuple[str, ...]:
        return next((message.product_ids for message in reversed(self._history) if message.product_ids), ())

    def say(self, message: str) -> Turn:
        turn = converse(
            message,
            wishes=self._wishes,
            history=self._history,
            face=None,
            index=self._shop.index,
            read=self._shop.read,
            language=self._language,
            visit=Visit(dismissed=self._dismissed),
            embeddings=self._shop.embeddings,
        )
        self._remember("shopper", message, None)
        self._remember("assistant", turn.reply, turn)
        self._dismissed += turn.dismissed
        self._wishes = Wishes.model_validate(json.loads(turn.wishes.model_dump_json(by_alias=True)))
        return turn

    def ranked(self, turn: Turn) -> list[str]:
        """What the turn showed and, below it, what would have come next: `LONGEST_LIST` ids; none shown, none."""
        shown = [one.product_id for one in turn.products]
        if not shown:
            return []
        limit = LONGEST_LIST - len(shown)
        more = shortlist(self._shop.index, turn.wishes, None, limit=limit, exclude=frozenset(shown))
        return [*shown, *more.product_ids]

    def _remember(self, role: Role, text: str, turn: Turn | None) -> None:
        self._history.append(
            Message(
                message_id=str(len(self._history)),
                session_id="eval",
                role=role,
                text=text,
                at=_WHEN,
                product_ids=tuple(one.product_id for one in turn.products) if turn else (),
                intent=turn.intent if turn else None,
                understood=turn.understood if turn else None,
                language=turn.language if turn else None,
                asked=turn.asked if turn else None,
            )
        )
