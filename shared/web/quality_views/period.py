"""The quality of a period: sums of the counters, and what the newest conversations suggest."""

from collections.abc import Sequence
from datetime import timedelta

from shared.insight.overview import ClientFigures, client_figures, summed_days, together
from shared.insight.period import Period
from shared.platform.newest import newest
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Query, Range
from shared.platform.tenant import ClientDocuments
from shared.quality.explanations import SECTIONS
from shared.quality.suggestions import Scored, suggestions
from shared.shopper.collections import SESSIONS
from shared.web.call import Call
from shared.web.contract.period import PeriodQuery
from shared.web.contract.quality import ClientQuality, Quality, SuggestionShown, SuggestionsShown
from shared.web.quality_views.marks import marks_in, rollups_of, shown

MOST_READ = 500  # sessions, for suggestions
MOST_CLIENTS = 20  # those with most conversations, for suggestions over all
MOST_SUGGESTIONS = 20
MOST_MARKS = 5
MARK_SPAN = timedelta(days=7)


def quality(call: Call[PeriodQuery]) -> Quality:
    period = call.input.period(call.platform.clock())
    clients = [client_figures(documents, period) for documents in call.stores()]
    now, before = together([each.now for each in clients]), together([each.before for each in clients])
    rollups = rollups_of(call)
    marks = [shown(call, rollups, mark, MARK_SPAN, period) for mark in marks_in(call, period)[:MOST_MARKS]]
    return Quality.of(
        period,
        now,
        before,
        summed_days(clients, period.days()),
        _suggested(call, period, clients),
        marks,
        None if call.client_id is not None else _by_client(clients),
    )


def _suggested(call: Call[PeriodQuery], period: Period, clients: Sequence[ClientFigures]) -> SuggestionsShown:
    """From the newest sessions of the period; of all clients together, those with most conversations."""
    busiest = sorted(clients, key=lambda each: -each.now["quality.count"])[:MOST_CLIENTS]
    fields = ("createdAt", "qualityScore")
    span = Range("createdAt", ge=timestamp(period.start), lt=timestamp(period.end))
    page = newest(
        [_of(call, each.client_id) for each in busiest],
        Query(SESSIONS, {}, range=span, fields=fields),
        by="createdAt",
        limit=MOST_READ,
        most_read=MOST_READ,
    )
    read = (Scored.from_body(one.document.id, one.document.body["qualityScore"]) for one in page.items)
    scored = [one for one in read if one]
    return SuggestionsShown(
        sessions_read=page.read,
        conversations=len(scored),
        complete=page.next_cursor is None and len(busiest) == len(clients),
        items=[SuggestionShown.of(one) for one in suggestions(scored)[:MOST_SUGGESTIONS]],
        explanation=SECTIONS["suggestions"],
    )


def _by_client(clients: Sequence[ClientFigures]) -> list[ClientQuality]:
    """Those without conversations last."""
    rows = [ClientQuality.of(each.client_id, each.now, each.before) for each in clients]
    return sorted(rows, key=lambda row: (row.overall is None, row.overall or 0, row.client_id))


def _of(call: Call[PeriodQuery], client_id: str) -> ClientDocuments:
    return ClientDocuments(call.platform.documents, client_id)
