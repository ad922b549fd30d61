"""Chat."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranked
from shared.discovery.turn import Turn
from shared.web.contract.base import Contract, Id
from shared.web.contract.product import FitReply, ProductReply, ReasonReply

MESSAGE_LENGTH = 2000


class ChatMessage(Contract):
    session_id: Id
    message: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MESSAGE_LENGTH)]


class ChatProduct(ProductReply):
    score: float
    reasons: list[ReasonReply]
    fit: FitReply | None

    @classmethod
    def shown(cls, ranked: Ranked, product: Product) -> "ChatProduct":
        return cls.model_validate(
            {
                **cls.facts(product),
                "score": ranked.score,
                "reasons": ReasonReply.all_of(ranked),
                "fit": FitReply.of(ranked.fit, product),
            }
        )


class ChatReply(Contract):
    message_id: str
    reply: str
    products: list[ChatProduct]
    preferences: Annotated[dict[str, Any], Field(description="The wishes as understood so far")]
    suggestions: Annotated[list[str], Field(description="Short replies the shopper may tap")]
    handover: Annotated[bool, Field(description="true: a person should take over")]
    language: Annotated[str, Field(description="The language of the reply, ISO 639-1")]
    impression_id: Annotated[str | None, Field(description="Names what was shown, null without products")]
    ticket_id: Annotated[str | None, Field(description="The ticket that a handover opened")]
    engine: Annotated[Literal["embedded", "vertex"], Field(description="What wrote the reply")]

    @classmethod
    def of(cls, turn: Turn, message_id: str, impression_id: str | None, ticket_id: str | None) -> "ChatReply":
        return cls(
            message_id=message_id,
            reply=turn.reply,
            products=[ChatProduct.shown(*pair) for pair in zip(turn.ranked, turn.products, strict=True)],
            preferences=turn.wishes.model_dump(mode="json", by_alias=True, exclude_none=True),
            suggestions=list(turn.suggestions),
            handover=turn.handover,
            language=turn.language,
            impression_id=impression_id,
            ticket_id=ticket_id,
            engine=turn.engine,
        )
