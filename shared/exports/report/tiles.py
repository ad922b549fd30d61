"""The figures at a glance: each with its change and one sentence that says what it means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from shared.exports.report import lettering
from shared.exports.report.figures import ReportFigures
from shared.exports.report.findings import STEADY, other_currencies
from shared.exports.report.palette import BAD, GOOD, MIST, SLATE
from shared.exports.report.paper import INNER, LEFT, SMALL, Paper
from shared.exports.report.words import NONE, TEXTS, count, decimal, money, percent
from shared.insight.kpis import Kpi

_ACROSS, _GAP, _HEIGHT, _PADDING = 3, 12.0, 102.0, 13.0
_VALUE = 21.0  # points; less where the value is too wide
_LEAST_POINTS = 0.05  # less is not seen in one decimal
_WIDTH = (INNER - (_ACROSS - 1) * _GAP) / _ACROSS


@dataclass(frozen=True)
class Tile:
    """`direction`: 1 better, -1 worse, 0 neither; all of these are better when they are higher."""

    title: str
    value: str
    change: str
    direction: int
    meaning: str


def tiles(figures: ReportFigures) -> list[Tile]:
    of = figures.kpis
    return [
        _relative("sessions", of["sessions"]),
        _relative("chats", of["chats"]),
        _in_points("averageQuality", of["averageQuality"], decimal),
        _relative("purchases", of["purchases"]),
        _in_points("conversionRate", of["conversionRate"], percent, points_of_one=100),
        _revenue(figures),
    ]


def _relative(name: str, kpi: Kpi) -> Tile:
    change, direction = _changed(kpi.change, count(kpi.before or 0))
    return _tile(name, count(kpi.value or 0), change, direction)


def _in_points(name: str, kpi: Kpi, written: Callable[[float | None], str], points_of_one: float = 1) -> Tile:
    """A share or a score changes by points, not by a share of itself."""
    if kpi.value is None or kpi.before is None:
        return _tile(name, written(kpi.value), TEXTS["noBefore"], 0)
    points = (kpi.value - kpi.before) * points_of_one
    if abs(points) < _LEAST_POINTS:
        return _tile(name, written(kpi.value), TEXTS["same"], 0)
    change = TEXTS["points"].format(change=f"{points:+.1f}", before=written(kpi.before))
    return _tile(name, written(kpi.value), change, 1 if points > 0 else -1)


def _revenue(figures: ReportFigures) -> Tile:
    """Of the currency that was sold in most; the others are named in the sentence."""
    others = other_currencies(figures)
    if not figures.revenue:
        return _tile("revenue", NONE, TEXTS["noBefore"], 0, others=others)
    main = figures.revenue[0]
    change, direction = _changed(main.change, money(main.before, main.currency))
    return _tile("revenue", money(main.amount, main.currency), change, direction, others=others)


def _changed(change: float | None, before: str) -> tuple[str, int]:
    if change is None:
        return TEXTS["noBefore"], 0
    direction = 0 if abs(change) <= STEADY else 1 if change > 0 else -1
    return TEXTS["was"].format(change=f"{100 * change:+,.0f} %", before=before), direction


def _tile(name: str, value: str, change: str, direction: int, *, others: str = "") -> Tile:
    texts = TEXTS["kpis"][name]
    return Tile(texts["title"], value, change, direction, texts["meaning"].format(others=others))


def draw(paper: Paper, shown: Sequence[Tile]) -> None:
    for first in range(0, len(shown), _ACROSS):
        paper.room(_HEIGHT)
        paper.down(_HEIGHT)
        for place, tile in enumerate(shown[first : first + _ACROSS]):
            _draw(paper, tile, LEFT + place * (_WIDTH + _GAP), paper.y)
        paper.down(_GAP)


def _draw(paper: Paper, tile: Tile, x: float, y: float) -> None:
    paper.rectangle(x, y, _WIDTH, _HEIGHT, MIST, radius=8)
    left, top, inner = x + _PADDING, y + _HEIGHT - _PADDING, _WIDTH - 2 * _PADDING
    paper.text(tile.title, left, top - SMALL, size=SMALL + 0.5, colour=SLATE, bold=True)
    size = _VALUE
    while lettering.width(tile.value, size, bold=True) > inner:
        size -= 1
    paper.text(tile.value, left, top - 34, size=size, bold=True)
    _change(paper, tile, left, top - 49)
    for number, line in enumerate(lettering.wrapped(lettering.drawable(tile.meaning), 7, inner)[:3]):
        paper.text(line, left, top - 65 - 10 * number, size=7, colour=SLATE)


def _change(paper: Paper, tile: Tile, x: float, y: float) -> None:
    colour = {1: GOOD, -1: BAD, 0: SLATE}[tile.direction]
    if tile.direction:
        path = paper.canvas.beginPath()
        base, tip = (y, y + 5.5) if tile.direction > 0 else (y + 5.5, y)
        path.moveTo(x, base)
        path.lineTo(x + 6, base)
        path.lineTo(x + 3, tip)
        path.close()
        paper.canvas.setFillColor(HexColor(colour))
        paper.canvas.drawPath(path, stroke=0, fill=1)
    paper.text(tile.change, x + (9 if tile.direction else 0), y, size=SMALL, colour=colour)
