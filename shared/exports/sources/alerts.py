"""One row for each time that an alert fired."""

from collections.abc import Iterator

from shared.alerts.firings import FIRINGS
from shared.exports.reading import in_period
from shared.exports.table import Row, Table, columns_of
from shared.insight.period import Period
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments

_OF_RULE = ("name", "metric", "operator", "threshold", "windowMinutes", "severity", "action")


def alerts(documents: ClientDocuments, period: Period, clock: Clock) -> Table:
    return Table(columns_of("alerts"), _rows(documents, period), "at", newest_first=True)


def _rows(documents: ClientDocuments, period: Period) -> Iterator[Row]:
    for page in in_period(documents, FIRINGS, "at", period, newest_first=True):
        for document in page:
            facts, rule = document.body, document.body["rule"]
            yield {**facts, **{name: rule[name] for name in _OF_RULE}}
