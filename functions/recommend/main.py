"""Frames that suit and fit, with reasons."""

from datetime import timedelta

from flask import Request, Response

from shared.catalogue.repository import Catalogue
from shared.discovery.impressions import Impressions
from shared.discovery.ranking import rank, rank_again
from shared.discovery.wishes import Wishes
from shared.web.call import Call
from shared.web.contract.recommendation import RecommendationQuery, Recommendations
from shared.web.function import HttpFunction

SPARE = 4  # step in for frames that sold out since the index was built

function = HttpFunction("recommend")


def recommend(request: Request) -> Response:
    return function(request)


@function.route(
    "GET",
    "/v1/recommendations",
    takes=RecommendationQuery,
    gives=Recommendations,
    errors=("NOT_FOUND",),
    feature="recommendations",
)
def recommendations(call: Call[RecommendationQuery]) -> Recommendations:
    """Ranks this shop's frames for the session's wishes and face; each reason's contribution is named."""
    session = call.sessions.get(call.input.session_id)
    catalogue = Catalogue(call.documents)
    wishes = Wishes.model_validate(session.wishes)
    found = rank(catalogue.index(), wishes, session.face, limit=call.input.limit + SPARE)
    products = {p.product_id: p for p in catalogue.get_many([ranked.product_id for ranked in found.items])}
    ranking = rank_again(list(products.values()), wishes, session.face, found, limit=call.input.limit)
    keep_until = call.platform.clock() + timedelta(days=call.client.retention_days)
    impressions = Impressions(call.documents, call.sessions, call.platform.clock, call.platform.new_id)
    impression_id = impressions.log(session, ranking.items, source="recommend", keep_until=keep_until)
    return Recommendations.of(impression_id, ranking.items, products, ranking.relaxed)
