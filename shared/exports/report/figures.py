"""What a report tells, out of rollups, catalogue and alerts: a read of days, however many visits there were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.accounts.client import Client
from shared.alerts.firings import Asked, Firing, newest_firings
from shared.catalogue.repository import Catalogue
from shared.insight.attribution import Attribution, attribution
from shared.insight.counters import Counters
from shared.insight.funnel import Step, funnel
from shared.insight.kpis import Kpi, kpis
from shared.insight.period import Period
from shared.insight.revenue import ComparedRevenue, compared_revenue
from shared.insight.rollups import Rollups
from shared.insight.splits import ProductFigures, products
from shared.platform.tenant import ClientDocuments

MOST_PRODUCTS, MOST_ALERTS = 10, 12
_ISSUES = "quality.issues"


@dataclass(frozen=True)
class ReportFigures:
    """`days` and `days_before` are as long as the periods have local days; `titles` by product id."""

    shop: str
    client_id: str
    period: Period
    now: Counters
    before: Counters
    days: Sequence[tuple[date, Counters]]
    days_before: Sequence[tuple[date, Counters]]
    kpis: dict[str, Kpi]
    revenue: Sequence[ComparedRevenue]
    funnel: Sequence[Step]
    attribution: Attribution
    products: Sequence[ProductFigures]
    titles: dict[str, str]
    issues: Sequence[tuple[str, int]]  # the most frequent first
    alerts: Sequence[Firing]  # the newest first, one more than are shown where there are more

    @classmethod
    def read(cls, documents: ClientDocuments, client: Client, period: Period) -> "ReportFigures":
        rollups = Rollups(documents)
        now, before = rollups.total(period), rollups.total(period.before())
        best, _ = products(now, MOST_PRODUCTS)
        ids = [product.product_id for product in best if product.product_id]
        return cls(
            shop=client.branding.shop_name or client.name,
            client_id=client.client_id,
            period=period,
            now=now,
            before=before,
            days=_by_date(rollups, period),
            days_before=_by_date(rollups, period.before()),
            kpis={kpi.name: kpi for kpi in kpis(now, before)},
            revenue=compared_revenue(now, before),
            funnel=funnel(now, before),
            attribution=attribution(now),
            products=best,
            titles={product.product_id: product.title for product in Catalogue(documents).get_many(ids)},
            issues=_issues(now),
            alerts=_alerts(documents, period),
        )

    @property
    def last_day(self) -> date:
        return self.days[-1][0]


def _by_date(rollups: Rollups, period: Period) -> list[tuple[date, Counters]]:
    return [(day.date, counters) for day, counters in rollups.daily(period)]


def _alerts(documents: ClientDocuments, period: Period) -> list[Firing]:
    """Without those that somebody let off to try a rule."""
    asked = Asked(period.start, period.end, tries=False)
    return newest_firings([documents], asked, MOST_ALERTS + 1)[0]


def _issues(counters: Counters) -> list[tuple[str, int]]:
    found = [(code, int(of[""])) for code, of in counters.under(_ISSUES).items()]
    return sorted(found, key=lambda issue: (-issue[1], issue[0]))
