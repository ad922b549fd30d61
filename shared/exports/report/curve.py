"""A figure by day as a curve, the period before dashed behind it."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor, log10

from reportlab.lib.colors import HexColor

from shared.exports.report.lettering import width
from shared.exports.report.palette import BAND, EDGE, LINE, PETROL, SLATE
from shared.exports.report.paper import INNER, LEFT, SMALL, Paper
from shared.exports.report.words import count, short_day

_AXIS = 34.0  # room for the numbers beside the curve
_MOST_DATES = 6
_DATE = 7.0
_DOTS_UP_TO = 16  # days; more dots than that would hide the curve
_Point = tuple[float, float]


def draw(
    paper: Paper,
    title: str,
    days: Sequence[date],
    values: Sequence[float | None],
    before: Sequence[float | None] = (),
    *,
    height: float = 96,
    dates: bool = True,
    scale: tuple[float, float] | None = None,
) -> None:
    """`before`: day beside day; a day without a value breaks the curve. `scale`: from 0 to a round number if None.

    Only what stands on 0 is filled down to the base: else the area would say more than the values do.
    """
    paper.room(height + (30 if dates else 14))
    paper.text(title, LEFT, paper.y - SMALL, size=SMALL + 0.5, colour=SLATE, bold=True)
    paper.down(18 + height)
    top = scale_end(max((value for value in (*values, *before) if value is not None), default=0))
    bottom, top = scale or (0.0, top)
    _grid(paper, bottom, top, height)
    place = _Places(len(days), paper.y, height, bottom, top)
    _dashed(paper, place, before[: len(days)])
    for run in _runs(place, values):
        if bottom == 0:
            _area(paper, run, paper.y)
        _line(paper, run, dots=len(days) <= _DOTS_UP_TO or len(run) == 1)
    if dates:
        _dates(paper, place, days)
        paper.down(20)
    paper.down(10)


def scale_end(most: float) -> float:
    """The next round number; at least 4, so that the scale's half is a whole number too."""
    if most <= 4:
        return 4
    power = float(10 ** floor(log10(most)))
    return next(step * power for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= most)


class _Places:
    def __init__(self, days: int, base: float, height: float, bottom: float, top: float) -> None:
        self._left, self._width = LEFT + _AXIS, INNER - _AXIS
        self._days, self._base, self._height = days, base, height
        self._bottom, self._span = bottom, top - bottom

    def x(self, day: int) -> float:
        return self._left + self._width * (day / (self._days - 1) if self._days > 1 else 0.5)

    def of(self, day: int, value: float) -> _Point:
        return self.x(day), self._base + self._height * (value - self._bottom) / self._span


def _runs(place: _Places, values: Sequence[float | None]) -> list[list[_Point]]:
    """Days on end that have a value."""
    runs: list[list[_Point]] = [[]]
    for day, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place.of(day, value))
    return [run for run in runs if run]


def _grid(paper: Paper, bottom: float, top: float, height: float) -> None:
    for share in (0, 0.5, 1):
        y = paper.y + height * share
        paper.rule(LEFT + _AXIS, y, LEFT + INNER, EDGE if share == 0 else LINE)
        paper.text(
            count(bottom + (top - bottom) * share), LEFT + _AXIS - 7, y - 2.5, size=7, colour=SLATE, right=True
        )


def _area(paper: Paper, run: Sequence[_Point], base: float) -> None:
    path = paper.canvas.beginPath()
    path.moveTo(run[0][0], base)
    for x, y in run:
        path.lineTo(x, y)
    path.lineTo(run[-1][0], base)
    path.close()
    paper.canvas.saveState()
    paper.canvas.setFillColor(HexColor(BAND))
    paper.canvas.setFillAlpha(0.45)
    paper.canvas.drawPath(path, stroke=0, fill=1)
    paper.canvas.restoreState()


def _line(paper: Paper, run: Sequence[_Point], *, dots: bool) -> None:
    _stroke(paper, run, PETROL, 1.6)
    if dots:
        paper.canvas.setFillColor(HexColor(PETROL))
        for x, y in run:
            paper.canvas.circle(x, y, 2.2, stroke=0, fill=1)


def _dashed(paper: Paper, place: _Places, values: Sequence[float | None]) -> None:
    paper.canvas.saveState()
    paper.canvas.setDash(2.5, 2.5)
    for run in _runs(place, values):
        _stroke(paper, run, EDGE, 0.9)
    paper.canvas.restoreState()


def _stroke(paper: Paper, run: Sequence[_Point], colour: str, thickness: float) -> None:
    path = paper.canvas.beginPath()
    path.moveTo(*run[0])
    for x, y in run[1:]:
        path.lineTo(x, y)
    paper.canvas.setStrokeColor(HexColor(colour))
    paper.canvas.setLineWidth(thickness)
    paper.canvas.setLineJoin(1)
    paper.canvas.setLineCap(1)
    paper.canvas.drawPath(path, stroke=1, fill=0)


def _dates(paper: Paper, place: _Places, days: Sequence[date]) -> None:
    """The first day, then every so many that at most six stand there."""
    step = max(1, ceil(len(days) / _MOST_DATES))
    for day in range(0, len(days), step):
        x = place.x(day)
        paper.canvas.setStrokeColor(HexColor(EDGE))
        paper.canvas.setLineWidth(0.5)
        paper.canvas.line(x, paper.y, x, paper.y - 3)
        name = short_day(days[day])
        left = min(x - width(name, _DATE) / 2, LEFT + INNER - width(name, _DATE))
        paper.text(name, max(left, LEFT), paper.y - 14, size=_DATE, colour=SLATE)
