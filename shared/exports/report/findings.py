"""Each chart's finding, computed, in one sentence or two."""

from collections.abc import Sequence
from itertools import pairwise

from shared.alerts.firings import Firing
from shared.exports.report.figures import MOST_ALERTS, ReportFigures
from shared.exports.report.words import TEXTS, count, decimal, percent, weekday
from shared.insight.funnel import Step
from shared.insight.kpis import Kpi
from shared.insight.visit import FEATURES

STEADY = 0.02  # a change up to this is none worth a word


def summary(figures: ReportFigures) -> str:
    """How many came, on which day most, how many bought."""
    texts = TEXTS["summary"]
    sessions = figures.kpis["sessions"]
    if not sessions.value:
        return str(texts["nothing"])
    busiest = max(figures.days, key=lambda of_day: of_day[1]["sessions"])
    return " ".join(
        [
            _course(sessions),
            texts["busiest"].format(day=weekday(busiest[0]), count=count(busiest[1]["sessions"])),
            _sold(figures.kpis["conversionRate"]),
        ]
    )


def _course(sessions: Kpi) -> str:
    texts, now = TEXTS["summary"], count(sessions.value or 0)
    if sessions.change is None:
        return str(texts["first"].format(sessions=now))
    name = "held" if abs(sessions.change) <= STEADY else "rose" if sessions.change > 0 else "fell"
    return str(texts[name].format(change=percent(abs(sessions.change)), sessions=now))


def _sold(conversion: Kpi) -> str:
    texts = TEXTS["summary"]
    if not conversion.value:
        return str(texts["unsold"])
    against = ""
    if conversion.before is not None:
        points = 100 * (conversion.value - conversion.before)
        against = _points(points, texts["soldAgainst"]) or texts["soldSame"]
    return str(texts["sold"].format(rate=percent(conversion.value), against=against))


def _points(points: float, text: str) -> str:
    """Empty for less than a tenth of a point."""
    if abs(points) < 0.05:
        return ""
    return text.format(points=decimal(abs(points)), direction=TEXTS["more" if points > 0 else "fewer"])


def funnel_finding(steps: Sequence[Step]) -> str:
    """The step to which the smallest share went on, of those that anybody came to."""
    names = TEXTS["funnel"]["steps"]
    pairs = [
        (later.continued, earlier.step, later.step)
        for earlier, later in pairwise(steps)
        if later.continued is not None
    ]
    if not pairs:
        return str(TEXTS["funnel"]["nothing"])
    continued, before, step = min(pairs)
    return str(
        TEXTS["funnel"]["finding"].format(step=names[step], before=names[before], continued=percent(continued))
    )


def feature_finding(figures: ReportFigures) -> str:
    texts, orders = TEXTS["features"], figures.attribution.whole.purchases
    assisted = [
        (credit.assisted.purchases, credit.feature) for credit in figures.attribution.features if credit.assisted
    ]
    if not orders or not assisted:
        return str(texts["nothing"])
    most, feature = max(assisted, key=lambda one: (one[0], -FEATURES.index(one[1])))
    if not most:
        return str(texts["nothingUsed"])
    name = texts["names"][feature]
    return str(texts["finding"].format(feature=name, assisted=count(most), orders=count(orders)))


def product_finding(figures: ReportFigures) -> str:
    texts = TEXTS["products"]
    if not figures.products:
        return str(texts["nothing"])
    best = figures.products[0]
    title = figures.titles.get(best.product_id or "", best.product_id or "")
    return str(
        texts["finding"].format(title=title, count=count(best.recommended), score=decimal(best.average_score, 2))
    )


def quality_finding(figures: ReportFigures) -> str:
    texts, quality = TEXTS["quality"], figures.kpis["averageQuality"]
    if quality.value is None:
        return str(texts["nothing"])
    against = "" if quality.before is None else _points(quality.value - quality.before, texts["against"])
    scored = count(figures.now["quality.count"])
    return str(texts["finding"].format(count=scored, mean=decimal(quality.value), against=against))


def alert_finding(alerts: Sequence[Firing]) -> str:
    texts = TEXTS["alerts"]
    if not alerts:
        return str(texts["nothing"])
    open_ = sum(firing.status == "firing" for firing in alerts)
    how_many = f"{MOST_ALERTS}+" if len(alerts) > MOST_ALERTS else count(len(alerts))
    fired = texts["one"] if len(alerts) == 1 else texts["many"].format(count=how_many)
    return str(texts["finding"].format(count=fired, open=texts["open"].format(count=open_) if open_ else ""))


def other_currencies(figures: ReportFigures) -> str:
    """What was sold in more than the main currency; empty for one."""
    others = [f"{revenue.currency} {revenue.amount}" for revenue in figures.revenue[1:]]
    return str(TEXTS["otherCurrencies"].format(amounts=", ".join(others))) if others else ""
