"""One row for each conversation that has a score: what it is made of, and the issues found."""

from collections.abc import Iterator

from shared.exports.reading import in_period
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.ports.documents import Body
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import SESSIONS

_FIELDS = ("sessionId", "createdAt", "qualityScore")


def quality(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    return Table(columns_of("quality"), _rows(documents, period), "createdAt", newest_first=True)


def _rows(documents: ClientDocuments, period: Period) -> Iterator[Row]:
    for page in in_period(documents, SESSIONS, "createdAt", period, newest_first=True, fields=_FIELDS):
        for document in page:
            if score := document.body.get("qualityScore"):
                yield _row(document.body, score)


def _row(body: Body, score: Body) -> Row:
    issues = [issue["code"] for issue in score.get("issues", ())]
    return {
        **{name: component["value"] for name, component in score.get("components", {}).items()},
        "sessionId": body["sessionId"],
        "createdAt": body["createdAt"],
        "overall": score["overall"],
        "satisfaction": (score.get("satisfaction") or {}).get("overall"),
        "issueCount": len(issues),
        "issues": ", ".join(issues),
    }
