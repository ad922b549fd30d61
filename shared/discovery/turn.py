"""The answer to one message."""

from dataclasses import dataclass
from typing import Literal

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranked
from shared.discovery.wishes import Wishes


@dataclass(frozen=True)
class Turn:
    """`products` are freshly read and stand in the order of `ranked`; `wishes` are all wishes after this turn.

    `named` are freshly read as well: the reply tells of them, and they are not shown.
    `relaxed` are codes of hard wishes given up (see `filters.Filter`), `asked` the slot that the reply asks about,
    `dismissed` ids of products turned down by this message. `engine` wrote the reply, from which `withheld` claims
    were taken out.
    """

    reply: str
    ranked: tuple[Ranked, ...]
    products: tuple[Product, ...]
    wishes: Wishes
    suggestions: tuple[str, ...]
    handover: bool
    intent: str
    relaxed: tuple[str, ...]
    understood: bool
    language: str = "en"
    unknown_words: tuple[str, ...] = ()
    no_facts: tuple[str, ...] = ()
    asked: str | None = None
    dismissed: tuple[str, ...] = ()
    named: tuple[Product, ...] = ()
    engine: Literal["embedded", "vertex"] = "embedded"
    withheld: int = 0
