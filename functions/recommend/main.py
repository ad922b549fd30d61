"""Frames that suit and fit, with reasons, and why another one is not among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Request, Response

from shared.catalogue.index import CatalogueIndex
from shared.catalogue.product import Product
from shared.catalogue.repository import Catalogue
from shared.discovery.concession import concession
from shared.discovery.impressions import impression
from shared.discovery.impressions import recommendations as kept_recommendations
from shared.discovery.language import DEFAULT, supported
from shared.discovery.ranking import Ranking, rank_again, shortlist
from shared.discovery.taste import Likings
from shared.discovery.terms import Bearings
from shared.discovery.texts import Texts
from shared.discovery.why_not import why_not
from shared.discovery.wishes import Wishes
from shared.learning.tunings import Tunings
from shared.shopper.session import Session
from shared.web.call import Call
from shared.web.contract.recommendation import RecommendationQuery, Recommendations, WhyNotQuery, WhyNotReply
from shared.web.deployment import Deployment
from shared.web.errors import ApiError
from shared.web.function import HttpFunction
from shared.web.turns import in_turn

SPARE = 4  # step in for frames that sold out since the index was built

function = HttpFunction("recommend", deployment=Deployment(warm=True))


def recommend(request: Request) -> Response:
    return function(request)


@dataclass(frozen=True)
class _Shopper:
    """What a session's ranking goes by."""

    session: Session
    wishes: Wishes
    bearings: Bearings
    texts: Texts

    @classmethod
    def of(cls, call: Call[RecommendationQuery] | Call[WhyNotQuery], index: CatalogueIndex) -> "_Shopper":
        session = call.sessions.served(call.input.session_id)
        tuning = Tunings(call.documents, call.platform.clock).of(session.session_id)
        likings = Likings.of(index, session.liked, session.dismissed)
        language = session.language or supported(session.locale) or DEFAULT
        return cls(session, Wishes.model_validate(session.wishes), Bearings(tuning, likings), Texts.load(language))

    def ranking(self, index: CatalogueIndex, catalogue: Catalogue, limit: int) -> tuple[Ranking, dict[str, Product]]:
        """The best that are in stock now and were not dismissed, and the products by id."""
        face, gone = self.session.face, frozenset(self.session.dismissed)
        found = shortlist(
            index, self.wishes, face, limit=limit + SPARE, least=limit, exclude=gone, bearings=self.bearings
        )
        products = {p.product_id: p for p in catalogue.get_many(found.product_ids)}
        fresh = list(products.values())
        return (
            rank_again(fresh, self.wishes, face, found, limit=limit, texts=self.texts, bearings=self.bearings),
            products,
        )


@function.route(
    "GET",
    "/v1/recommendations",
    takes=RecommendationQuery,
    gives=Recommendations,
    errors=("NOT_FOUND",),
    feature="recommendations",
)
def recommendations(call: Call[RecommendationQuery]) -> Recommendations:
    """Ranks this shop's frames for the session's wishes, face and taste; each reason's contribution is named.

    Frames beyond the face's width come in only when fewer than `limit` models are within it; `relaxed` says so.
    """
    return in_turn(call.input.session_id, lambda: _ranked(call))


def _ranked(call: Call[RecommendationQuery]) -> Recommendations:
    catalogue = Catalogue(call.documents)
    index = catalogue.index()
    shopper = _Shopper.of(call, index)
    ranking, products = shopper.ranking(index, catalogue, call.input.limit)
    impression_id, now = call.platform.new_id(), call.platform.clock()
    session = shopper.session
    shown = impression(
        impression_id,
        session.session_id,
        ranking.items,
        source="recommend",
        tuning=shopper.bearings.tuning,
        at=now,
        keep_until=now + timedelta(days=call.client.retention_days),
    )
    changes = {"recommendations": kept_recommendations(ranking.items)}
    call.documents.batch([shown, call.sessions.change(session.session_id, changes, if_version=session.version)])
    note = concession(ranking, shopper.wishes, products, shopper.texts)
    return Recommendations.of(impression_id, ranking, products, note)


@function.route(
    "GET",
    "/v1/recommendations/why-not",
    takes=WhyNotQuery,
    gives=WhyNotReply,
    errors=("NOT_FOUND",),
    feature="recommendations",
)
def why_not_recommended(call: Call[WhyNotQuery]) -> WhyNotReply:
    """Why a product is not among the first `limit` recommendations, and what would have to change for it to be."""
    catalogue = Catalogue(call.documents)
    index = catalogue.index()
    shopper = _Shopper.of(call, index)
    asked = _only(catalogue.get_many([call.input.product_id]))
    ranking, products = shopper.ranking(index, catalogue, call.input.limit)
    shown = [products[ranked.product_id] for ranked in ranking.items]
    answer = why_not(
        asked, shown, shopper.wishes, shopper.session.face, bearings=shopper.bearings, texts=shopper.texts
    )
    return WhyNotReply.of(answer, shopper.session.dismissed, shopper.texts)


def _only(found: Sequence[Product]) -> Product:
    if not found:
        raise ApiError("NOT_FOUND", "No such product in this shop: send the productId of one that it sells.")
    return found[0]
