"""Chat."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

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


class ChatReply(Contract):
    message_id: str
    reply: str
    products: list[ChatProduct]
    preferences: Annotated[dict[str, Any], Field(description="The wishes as understood so far")]
    suggestions: Annotated[list[str], Field(description="Short replies the shopper may tap")]
    handover: Annotated[bool, Field(description="true: a person should take over")]
    engine: Literal["embedded"]
