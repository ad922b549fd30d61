"""Frames that suit and fit, with reasons."""

from datetime import timedelta

from flask import Request, Response

from shared.catalogue.repository import Catalogue
from shared.discovery.impressions import Impressions
from shared.discovery.ranking import rank
from shared.discovery.wishes import Wishes
from shared.web.call import Call
from shared.web.contract.recommendation import RecommendationQuery, Recommendations
from shared.web.function import HttpFunction

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
    ranking = rank(catalogue.index(), wishes, session.face, limit=call.input.limit)
    products = {p.product_id: p for p in catalogue.get_many([ranked.product_id for ranked in ranking.items])}
    shown = [ranked for ranked in ranking.items if ranked.product_id in products]
    keep_until = call.platform.clock() + timedelta(days=call.client.retention_days)
    impressions = Impressions(call.documents, call.sessions, call.platform.clock, call.platform.new_id)
    impression_id = impressions.log(session, shown, source="recommend", keep_until=keep_until)
    return Recommendations.of(impression_id, shown, products, ranking.relaxed)
