"""Frames that suit and fit, with reasons."""

from datetime import timedelta

from flask import Request, Response

from shared.catalogue.repository import Catalogue
from shared.discovery.concession import concession
from shared.discovery.impressions import Impressions
from shared.discovery.ranking import rank_again, shortlist
from shared.discovery.wishes import Wishes
from shared.web.call import Call
from shared.web.contract.recommendation import RecommendationQuery, Recommendations
from shared.web.deployment import Deployment
from shared.web.function import HttpFunction
from shared.web.turns import in_turn

SPARE = 4  # step in for frames that sold out since the index was built

function = HttpFunction("recommend", deployment=Deployment(warm=True))


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
    """Ranks this shop's frames for the session's wishes and face; each reason's contribution is named.

    Frames beyond the face's width come in only when fewer than `limit` models are within it; `relaxed` says so.
    """
    return in_turn(call.input.session_id, lambda: _ranked(call))


def _ranked(call: Call[RecommendationQuery]) -> Recommendations:
    session = call.sessions.get(call.input.session_id)
    catalogue = Catalogue(call.documents)
    wishes = Wishes.model_validate(session.wishes)
    limit = call.input.limit
    found = shortlist(catalogue.index(), wishes, session.face, limit=limit + SPARE, least=limit)
    products = {p.product_id: p for p in catalogue.get_many(found.product_ids)}
    ranking = rank_again(list(products.values()), wishes, session.face, found, limit=limit)
    keep_until = call.platform.clock() + timedelta(days=call.client.retention_days)
    impressions = Impressions(call.documents, call.sessions, call.platform.clock, call.platform.new_id)
    impression_id = impressions.log(session, ranking.items, source="recommend", keep_until=keep_until)
    return Recommendations.of(impression_id, ranking, products, concession(ranking, wishes, products))
