"""One row for each message, with the whole conversation's score beside it."""

from collections.abc import Iterator

from shared.exports.reading import in_period
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import MESSAGES, SESSIONS

_AS_STORED = ("messageId", "sessionId", "at", "role", "text", "language", "intent", "understood", "handover")
_NUMBERS = ("durationMs", "engine", "withheld")
_FIELDS = (*_AS_STORED, *_NUMBERS, "productIds")


def conversations(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    return Table(columns_of("conversations"), _rows(documents, period), "at")


def _rows(documents: ClientDocuments, period: Period) -> Iterator[Row]:
    """An erased session goes first and its messages after it: those still there are no longer given."""
    for page in in_period(documents, MESSAGES, "at", period, newest_first=False, fields=_FIELDS):
        ids = dict.fromkeys(document.body["sessionId"] for document in page)
        scores = {found.id: found.body.get("qualityScore") or {} for found in documents.get_many(SESSIONS, list(ids))}
        for document in page:
            if (score := scores.get(document.body["sessionId"])) is not None:
                yield _row(document.body, score)


def _row(body: Body, score: Body) -> Row:
    return {
        **{name: body.get(name) for name in (*_AS_STORED, *_NUMBERS)},
        "productIds": ", ".join(body.get("productIds", ())),
        "qualityScore": score.get("overall"),
        "satisfaction": (score.get("satisfaction") or {}).get("overall"),
    }
