"""Recommendations."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranked, Ranking
from shared.discovery.texts import Texts
from shared.discovery.why_not import WhyNot, changes
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


class WhyNotQuery(Contract):
    session_id: Id
    product_id: Id
    limit: Annotated[int, Field(ge=1, le=MOST, description="How long the list is that it is missing from")] = 10


class ObstacleReply(Contract):
    kind: Annotated[
        Literal["filter", "term", "model", "dismissed"],
        Field(
            description="A wish that rules it out, a term by which others are ahead, another size or colour of its "
            "model that is on the list, or it was turned down"
        ),
    ]
    code: Annotated[str, Field(description="The wish's code as in `relaxed`, or the term's name")]
    lost: Annotated[float, Field(description="Of the score, by this term; 0 for a wish")]
    text: Annotated[str, Field(description="What would have to change, for the shopper")]


class WhyNotReply(Contract):
    product_id: str
    shown: Annotated[bool, Field(description="true: it is on the list already")]
    score: Annotated[Share | None, Field(description="Its own, null where a wish rules it out")]
    to_beat: Annotated[Share | None, Field(description="The score of the last one on the list")]
    reasons: list[ReasonReply]
    obstacles: Annotated[list[ObstacleReply], Field(description="All that would have to change")]
    product: ProductReply

    @classmethod
    def of(cls, answer: WhyNot, dismissed: Sequence[str], texts: Texts) -> "WhyNotReply":
        told = zip(answer.obstacles, changes(answer.obstacles, texts), strict=True)
        obstacles = [ObstacleReply(kind=one.kind, code=one.code, lost=one.lost, text=text) for one, text in told]
        if answer.product.product_id in dismissed:
            text = texts.data["whyNot"]["dismissed"]
            obstacles.insert(0, ObstacleReply(kind="dismissed", code="dismissed", lost=0.0, text=text))
        return cls(
            product_id=answer.product.product_id,
            shown=answer.shown,
            score=answer.ranked.score if answer.ranked else None,
            to_beat=answer.to_beat,
            reasons=ReasonReply.all_of(answer.ranked) if answer.ranked else [],
            obstacles=obstacles,
            product=ProductReply.of(answer.product),
        )
