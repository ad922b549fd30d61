"""What a merchant learns of the shop: overview, analytics, quality, performance."""

from datetime import timedelta
from functools import partial
from typing import TypeVar

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.insight.attribution import attribution
from shared.insight.counters import Counters
from shared.insight.holdout import holdout
from shared.insight.journeys import journeys
from shared.insight.overview import client_figures, together
from shared.insight.performance_record import PerformanceRecords
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.web.call import Call
from shared.web.contract.analytics import (
    Analytics,
    AnalyticsQuery,
    AttributionShown,
    Funnel,
    HoldoutShown,
    JourneysQuery,
    JourneysShown,
)
from shared.web.contract.conversation import (
    ConversationList,
    ConversationNamed,
    ConversationQuery,
    ConversationShown,
)
from shared.web.contract.overview import Overview
from shared.web.contract.performance import PerformanceShown
from shared.web.contract.period import PeriodQuery
from shared.web.contract.quality import Quality
from shared.web.contract.quality_marks import MarkList, MarkNamed, MarkRemoved, MarkSet, MarkShown, MarksQuery
from shared.web.function import HttpFunction
from shared.web.quality_views import conversations, marks
from shared.web.quality_views.period import quality

Asked = TypeVar("Asked", bound=PeriodQuery)

MAY: tuple[Permission, ...] = ("view_own_data", "view_all_clients")
NEWEST_ERRORS = 10

function = HttpFunction("insight")
declare = partial(function.route, audience="admin", permissions=MAY)


def insight(request: Request) -> Response:
    return function(request)


@declare("GET", "/v1/admin/overview", takes=PeriodQuery, gives=Overview)
def overview(call: Call[PeriodQuery]) -> Overview:
    """The shop's figures beside those of the period before, day by day; for a super admin of all clients together."""
    period = call.input.period(call.platform.clock())
    figures = [client_figures(documents, period) for documents in call.stores()]
    return Overview.of(period, figures, one_client=call.client_id is not None)


@declare("GET", "/v1/admin/analytics", takes=AnalyticsQuery, gives=Analytics)
def analytics(call: Call[AnalyticsQuery]) -> Analytics:
    """Sessions, conversion and revenue by platform, device, face shape, feature and product."""
    period = call.input.period(call.platform.clock())
    by_client = {documents.client_id: Rollups(documents).total(period) for documents in call.stores()}
    before = _figures(call, period.before())
    return Analytics.of(period, together([*by_client.values()]), before, by_client, call.input.products)


@declare("GET", "/v1/admin/analytics/funnel", takes=PeriodQuery, gives=Funnel)
def funnel(call: Call[PeriodQuery]) -> Funnel:
    """How many visits took each step from the loaded widget to the purchase."""
    period = call.input.period(call.platform.clock())
    return Funnel.of(period, _figures(call, period), _figures(call, period.before()))


@declare("GET", "/v1/admin/analytics/journeys", takes=JourneysQuery, gives=JourneysShown)
def customer_journeys(call: Call[JourneysQuery]) -> JourneysShown:
    """Which steps follow upon each other, as the links of a flow chart, and the most frequent whole paths."""
    period = call.input.period(call.platform.clock())
    total = _total(call, period)
    return JourneysShown.of(period, total["sessions"], journeys(total, call.input.paths))


@declare("GET", "/v1/admin/analytics/attribution", takes=PeriodQuery, gives=AttributionShown)
def credits_of_features(call: Call[PeriodQuery]) -> AttributionShown:
    """Orders and revenue by the features that were used before them."""
    period = call.input.period(call.platform.clock())
    return AttributionShown.of(period, attribution(_total(call, period)))


@declare("GET", "/v1/admin/analytics/holdout", takes=PeriodQuery, gives=HoldoutShown)
def lift_over_holdout(call: Call[PeriodQuery]) -> HoldoutShown:
    """What the product adds to conversion, against shoppers held out at random, with its interval."""
    period = call.input.period(call.platform.clock())
    return HoldoutShown.of(period, holdout(_total(call, period)))


@declare("GET", "/v1/admin/quality", takes=PeriodQuery, gives=Quality)
def conversation_quality(call: Call[PeriodQuery]) -> Quality:
    """How well conversations went: score, components, issues, what to do about them, and what changes did."""
    return quality(call)


@declare("GET", "/v1/admin/quality/conversations", takes=ConversationQuery, gives=ConversationList)
def scored_conversations(call: Call[ConversationQuery]) -> ConversationList:
    """Scored conversations, the newest first, by score, issue and platform."""
    return conversations.listed(call)


@declare(
    "GET",
    "/v1/admin/quality/conversations/{sessionId}",
    takes=ConversationNamed,
    gives=ConversationShown,
    errors=("NOT_FOUND",),
)
def scored_conversation(call: Call[ConversationNamed]) -> ConversationShown:
    """One conversation: its messages, what its score is made of, and the issues with the message that shows each."""
    return conversations.shown(call)


@declare("GET", "/v1/admin/quality/marks", takes=MarksQuery, gives=MarkList)
def quality_marks(call: Call[MarksQuery]) -> MarkList:
    """What was changed in the period, with the scores before and after each change."""
    return marks.listed(call)


@declare("POST", "/v1/admin/quality/marks", takes=MarkSet, gives=MarkShown, status=201, errors=("CONFLICT",))
def set_quality_mark(call: Call[MarkSet]) -> MarkShown:
    """Marks a change on the time line, of one client or, by a super admin, of all."""
    return marks.marked(call)


@declare("DELETE", "/v1/admin/quality/marks/{markId}", takes=MarkNamed, gives=MarkRemoved, errors=("NOT_FOUND",))
def remove_quality_mark(call: Call[MarkNamed]) -> MarkRemoved:
    """Removes a mark."""
    return marks.removed(call)


@declare("GET", "/v1/admin/performance", takes=PeriodQuery, gives=PerformanceShown)
def performance(call: Call[PeriodQuery]) -> PerformanceShown:
    """Answer times, errors and availability over time and by operation, the slowest answers, the newest errors."""
    now = call.platform.clock()
    period = call.input.period(now)
    documents = call.documents_or_system
    records = PerformanceRecords(documents)
    errors = records.newest_errors(now - timedelta(hours=24), NEWEST_ERRORS)
    return PerformanceShown.of_records(call.client_id or "platform", records, period, errors)


def _total(call: Call[Asked], period: Period) -> Counters:
    return together([Rollups(documents).total(period) for documents in call.stores()])


def _figures(call: Call[Asked], period: Period) -> Counters:
    return together([Rollups(documents).figures(period) for documents in call.stores()])
