"""Recommendations."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranked, Ranking
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
    relaxed: Annotated[list[str], Field(description="Codes of wishes that gave way, since too little meets them all")]
    note: Annotated[str | None, Field(description="The same in words for the shopper")]

    @classmethod
    def of(
        cls, impression_id: str, ranking: Ranking, products: Mapping[str, Product], note: str | None
    ) -> "Recommendations":
        return cls(
            impression_id=impression_id,
            recommendations=[_recommendation(ranked, products[ranked.product_id]) for ranked in ranking.items],
            relaxed=list(ranking.relaxed),
            note=note,
        )


def _recommendation(ranked: Ranked, product: Product) -> Recommendation:
    return Recommendation(
        product_id=ranked.product_id,
        score=ranked.score,
        rank=ranked.rank,
        reasons=ReasonReply.all_of(ranked),
        fit=FitReply.of(ranked.fit, product),
        product=ProductReply.of(product),
    )
