"""What a message is answered on: the conversation so far, the shop, and the shopper as far as they are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.discovery.lexicon import Lexicon
from shared.discovery.named import pointed_at
from shared.discovery.ranking import Ranking, Shortlist, rank_again, shortlist
from shared.discovery.replies import Voice
from shared.discovery.terms import Bearings
from shared.discovery.understanding import ABOUT_FRAMES
from shared.discovery.wishes import Wishes
from shared.faces.result import FaceResult
from shared.shopper.conversation import Message

Read = Callable[[Sequence[str]], list[Product]]
Policies = Mapping[str, Mapping[Any, str]]  # the merchant's own texts: language -> topic -> text
SHOWN, SPARE = 5, 4  # spare products step in for those that sold out since the index was built


@dataclass(frozen=True)
class Visit:
    """Around the conversation: what this session did and what its shop has said and learnt.

    `liked` and `dismissed` are product ids in order of time; `page_product` is the product page it began on.
    """

    liked: Sequence[str] = ()
    dismissed: Sequence[str] = ()
    page_product: str | None = None
    policies: Policies = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    history: Sequence[Message]
    face: FaceResult | None
    index: CatalogueIndex
    read: Read
    voice: Voice
    lexicon: Lexicon
    bearings: Bearings
    visit: Visit

    @property
    def answers(self) -> list[Message]:
        return [message for message in self.history if message.role == "assistant"]

    @property
    def shown(self) -> frozenset[str]:
        return frozenset(id for message in self.answers for id in message.product_ids)

    @property
    def last_shown(self) -> tuple[str, ...]:
        return next((m.product_ids for m in reversed(self.answers) if m.product_ids), ())

    @property
    def last_list(self) -> tuple[str, ...]:
        """What "the second" is the second of: an answer about single frames is no new list."""
        lists = (m for m in reversed(self.answers) if m.product_ids and m.intent not in ABOUT_FRAMES)
        return next((m.product_ids for m in lists), self.last_shown)

    @property
    def asked(self) -> list[str]:
        """Slots asked about before: nobody is asked twice."""
        said = " ".join(message.text for message in self.answers)
        questions = self.voice.texts.data["questions"].items()
        return [slot for slot, question in questions if any(text in said for text in question["ask"])]

    def pointed(self, references: Sequence[str]) -> tuple[str, ...]:
        """Ids of frames that were pointed at by their place in the list."""
        this = self.visit.page_product or next(iter(self.last_shown), None)
        return pointed_at(references, self.last_list, this)

    def before(self, intent: str) -> bool:
        """True when the last answer had this intent."""
        return bool(self.answers) and self.answers[-1].intent == intent

    def read_now(self, product_ids: Sequence[str]) -> list[Product]:
        """Fresh from the store, in this order; what is gone is left out."""
        return self.read(product_ids) if product_ids else []

    def shortlist(self, wishes: Wishes, excluded: frozenset[str], *, least: int) -> Shortlist:
        """What was dismissed is never shown again."""
        return shortlist(
            self.index,
            wishes,
            self.face,
            limit=SHOWN + SPARE,
            least=least,
            exclude=excluded | frozenset(self.visit.dismissed),
            bearings=self.bearings,
        )

    def ranked(self, products: Sequence[Product], wishes: Wishes, found: Shortlist) -> Ranking:
        """The products as they are now, in order of rank."""
        return rank_again(
            products, wishes, self.face, found, limit=SHOWN, texts=self.voice.texts, bearings=self.bearings
        )
