"""Recommendations."""

from typing import Annotated

from pydantic import Field

from shared.web.contract.base import Contract, Id, Share
from shared.web.contract.product import FitReply, ProductReply, ReasonReply

MOST = 50


class RecommendationQuery(Contract):
    session_id: Id
    limit: Annotated[int, Field(ge=1, le=MOST)] = 10


class Recommendation(Contract):
    product_id: str
    score: Share
    rank: Annotated[int, Field(ge=1)]
    reasons: Annotated[list[ReasonReply], Field(description="Their contributions add up to the score")]
    fit: FitReply | None
    product: ProductReply


class Recommendations(Contract):
    impression_id: str
    recommendations: list[Recommendation]
    relaxed: Annotated[list[str], Field(description="Wishes that nothing in stock meets, so they were set aside")]
