"""One row for each visit. Of a face only shape and size band are given: a download needs no measurements."""

from collections.abc import Iterator

from shared.exports.reading import in_period
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS

_FIELDS = (
    "sessionId",
    "createdAt",
    "lastSeenAt",
    "userId",
    "platform",
    "locale",
    "language",
    "productId",
    "face.faceShape",
    "face.sizeBand",
    "qualityScore.overall",
    "qualityScore.satisfaction.overall",
    "recommendations",
    "liked",
    "dismissed",
)
_AS_STORED = _FIELDS[:8]


def sessions(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    return Table(columns_of("sessions"), _rows(documents, period), "createdAt", newest_first=True)


def _rows(documents: ClientDocuments, period: Period) -> Iterator[Row]:
    for page in in_period(documents, SESSIONS, "createdAt", period, newest_first=True, fields=_FIELDS):
        for document in page:
            yield _row(document.body)


def _row(body: Body) -> Row:
    face, score = body.get("face") or {}, body.get("qualityScore") or {}
    return {
        **{name: body.get(name) for name in _AS_STORED},
        "faceShape": face.get("faceShape"),
        "sizeBand": face.get("sizeBand"),
        "qualityScore": score.get("overall"),
        "satisfaction": (score.get("satisfaction") or {}).get("overall"),
        "recommended": len(body.get("recommendations", ())),
        "liked": len(body.get("liked", ())),
        "dismissed": len(body.get("dismissed", ())),
    }
