"""The report, section by section."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.accounts.client import Client
from shared.alerts.firings import Firing
from shared.alerts.metrics import in_unit
from shared.exports.report import bars, curve, grid, lettering, tiles
from shared.exports.report import findings as found
from shared.exports.report.bars import Bar
from shared.exports.report.figures import MOST_ALERTS, ReportFigures
from shared.exports.report.grid import Lane
from shared.exports.report.palette import PETROL, SLATE
from shared.exports.report.paper import HEIGHT, INNER, LEAD, LEFT, SMALL, TEXT, TITLE, TOP, Paper
from shared.exports.report.words import NONE, TEXTS, count, days, decimal, money, percent
from shared.exports.sink import Sink
from shared.insight.attribution import Credit
from shared.insight.counters import Counters
from shared.insight.period import Period
from shared.insight.visit import WINDOW
from shared.platform.tenant import ClientDocuments

_WINDOW_HOURS = int(WINDOW / timedelta(hours=1))
_MOST_ISSUES = 6


def write_report(file: Sink, documents: ClientDocuments, client: Client, period: Period, at: datetime) -> int:
    """How many days it covers. Works without any data."""
    figures = ReportFigures.read(documents, client, period)
    file.write(drawn(figures, at))
    return len(figures.days)


def drawn(figures: ReportFigures, at: datetime) -> bytes:
    """The PDF."""
    shop = lettering.drawable(figures.shop, instead=figures.client_id)
    span = days(figures.days[0][0], figures.last_day)
    paper = Paper(title=f"{shop}: {span}", foot=f"{shop}  ·  {span}  ·  {figures.period.zone.key}")
    _opening(paper, figures, shop, span, at)
    _course(paper, figures)
    _funnel(paper, figures)
    _features(paper, figures)
    _products(paper, figures)
    _quality(paper, figures)
    _alerts(paper, figures.alerts)
    _notes(paper, figures)
    return paper.finished()


def _opening(paper: Paper, figures: ReportFigures, shop: str, span: str, at: datetime) -> None:
    paper.rectangle(LEFT, HEIGHT - TOP + 2, 28, 3, PETROL)
    paper.text(TEXTS["maker"], LEFT, HEIGHT - TOP - 14, size=SMALL + 0.5, colour=PETROL, bold=True)
    made = TEXTS["made"].format(at=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"))
    paper.text(made, LEFT + INNER, HEIGHT - TOP - 14, size=SMALL, colour=SLATE, right=True)
    paper.down(30)
    paper.paragraph(shop, size=TITLE, bold=True)
    paper.down(4)
    paper.paragraph(f"{span}  ·  {figures.period.zone.key}", size=LEAD + 1)
    if figures.days_before:
        earlier = days(figures.days_before[0][0], figures.days_before[-1][0])
        paper.paragraph(TEXTS["comparedWith"].format(days=earlier), size=SMALL + 0.5, colour=SLATE)
    paper.down(14)
    paper.paragraph(found.summary(figures), size=LEAD)
    paper.down(16)
    tiles.draw(paper, tiles.tiles(figures))


def _course(paper: Paper, figures: ReportFigures) -> None:
    texts, dates = TEXTS["course"], [day for day, _ in figures.days]
    paper.down(12)
    paper.room(260)
    paper.paragraph(texts["title"], size=LEAD + 1, bold=True)
    paper.down(2)
    paper.paragraph(texts["meaning"], size=SMALL, colour=SLATE)
    paper.down(10)
    curve.draw(paper, texts["sessions"], dates, *_both(figures, "sessions"), height=100, dates=False)
    curve.draw(paper, texts["buyers"], dates, *_both(figures, "steps.purchase"), height=60)


def _both(figures: ReportFigures, counter: str) -> tuple[list[float], list[float]]:
    return _by_day(figures.days, counter), _by_day(figures.days_before, counter)


def _by_day(of: Sequence[tuple[object, Counters]], counter: str) -> list[float]:
    return [counters[counter] for _, counters in of]


def _funnel(paper: Paper, figures: ReportFigures) -> None:
    texts = TEXTS["funnel"]
    whole = figures.now["sessions"]
    paper.section(texts["title"], found.funnel_finding(figures.funnel), texts["meaning"] if whole else "", least=230)
    if not whole:
        return
    shown = [
        Bar(
            texts["steps"][step.step],
            step.sessions / whole,
            count(step.sessions),
            percent(step.share),
            behind=step.at_least / whole,
        )
        for step in figures.funnel
    ]
    bars.draw(paper, shown, heads=(texts["count"], texts["share"]))


def _features(paper: Paper, figures: ReportFigures) -> None:
    texts = TEXTS["features"]
    orders = figures.attribution.whole.purchases
    meaning = texts["meaning"].format(window=_WINDOW_HOURS) if orders else ""
    paper.section(texts["title"], found.feature_finding(figures), meaning, least=120 if orders else 0)
    if not orders:
        return
    first, *numbers = texts["columns"]
    lanes = [Lane(first, INNER - 330), *(Lane(title, 110, number=True) for title in numbers)]
    rows = [
        [
            texts["names"][credit.feature],
            count(credit.assisted.purchases) if credit.assisted else NONE,
            _revenue(credit.assisted) if credit.assisted else NONE,
            count(credit.last_touch.purchases),
        ]
        for credit in figures.attribution.features
    ]
    grid.draw(paper, lanes, rows)


def _revenue(credit: Credit) -> str:
    return " + ".join(money(one.amount, one.currency) for one in credit.revenue) or NONE


def _products(paper: Paper, figures: ReportFigures) -> None:
    texts = TEXTS["products"]
    meaning = texts["meaning"] if figures.products else ""
    paper.section(texts["title"], found.product_finding(figures), meaning, least=30 + 20 * len(figures.products))
    if not figures.products:
        return
    rank, title, *numbers = texts["columns"]
    lanes = [Lane(rank, 22), Lane(title, INNER - 22 - 5 * 62), *(Lane(one, 62, number=True) for one in numbers)]
    rows = [
        [
            str(place),
            figures.titles.get(product.product_id or "", product.product_id or ""),
            count(product.recommended),
            decimal(product.average_score, 2),
            count(product.tried),
            count(product.carted),
            count(product.bought),
        ]
        for place, product in enumerate(figures.products, 1)
    ]
    grid.draw(paper, lanes, rows)


def _quality(paper: Paper, figures: ReportFigures) -> None:
    texts = TEXTS["quality"]
    scored = figures.now["quality.count"]
    meaning = texts["meaning"] if scored else ""
    paper.section(texts["title"], found.quality_finding(figures), meaning, least=190 if scored else 0)
    if scored:
        means, before = ([_mean(counters) for _, counters in of] for of in (figures.days, figures.days_before))
        curve.draw(paper, "", [day for day, _ in figures.days], means, before, height=84, scale=_scale(means, before))
        _issues(paper, figures)


def _scale(*of: Sequence[float | None]) -> tuple[float, float]:
    """The upper half alone where all scores lie in it, so that their course is seen."""
    lowest = min(value for values in of for value in values if value is not None)
    return (50.0 if lowest >= 50 else 0.0), 100.0


def _mean(counters: Counters) -> float | None:
    return counters["quality.sum"] / counters["quality.count"] if counters["quality.count"] else None


def _issues(paper: Paper, figures: ReportFigures) -> None:
    texts = TEXTS["quality"]
    paper.room(60 + bars.ROW * min(len(figures.issues), _MOST_ISSUES))
    paper.down(8)
    paper.paragraph(texts["issuesTitle"], size=TEXT + 1, bold=True)
    paper.paragraph(texts["issuesMeaning"] if figures.issues else texts["noIssues"], size=SMALL, colour=SLATE)
    paper.down(6)
    whole = figures.now["quality.count"]
    shown = [
        Bar(texts["issueNames"].get(code, code), number / whole, count(number), percent(number / whole))
        for code, number in figures.issues[:_MOST_ISSUES]
    ]
    bars.draw(paper, shown, names=190)


def _alerts(paper: Paper, alerts: Sequence[Firing]) -> None:
    texts = TEXTS["alerts"]
    paper.section(
        texts["title"], found.alert_finding(alerts), texts["meaning"] if alerts else "", least=30 + 20 * len(alerts)
    )
    if not alerts:
        return
    widths = (96, INNER - 96 - 84 - 84 - 96, 84, 84, 96)
    lanes = [Lane(title, width) for title, width in zip(texts["columns"], widths, strict=True)]
    grid.draw(paper, lanes, [_alert(firing) for firing in alerts[:MOST_ALERTS]])
    if len(alerts) > MOST_ALERTS:
        paper.down(6)
        paper.paragraph(texts["more"], size=SMALL, colour=SLATE)


def _alert(firing: Firing) -> list[str]:
    unit = firing.rule.watched.unit
    return [
        _minute(firing.at),
        firing.rule.name,
        NONE if firing.value is None else in_unit(firing.value, unit),
        f"{firing.rule.operator} {in_unit(firing.rule.threshold, unit)}",
        _minute(firing.resolved_at) if firing.resolved_at else TEXTS["alerts"]["notYet"],
    ]


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _notes(paper: Paper, figures: ReportFigures) -> None:
    texts, period = TEXTS["notes"], figures.period
    facts = {
        "zone": period.zone.key,
        "from": _minute(period.start),
        "to": _minute(period.end),
        "window": _WINDOW_HOURS,
    }
    paper.room(210)
    paper.gap(34)
    paper.paragraph(texts["title"], size=LEAD + 1, bold=True)
    paper.down(6)
    for line in texts["lines"]:
        paper.paragraph(line.format(**facts), size=SMALL + 0.5, colour=SLATE)
        paper.down(5)
