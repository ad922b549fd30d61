"""A table with hairlines: texts to the left, numbers to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.exports.report import lettering
from shared.exports.report.palette import INK, LINE, SLATE
from shared.exports.report.paper import LEFT, Paper

_ROW, _SIZE, _HEAD = 20.0, 8.0, 7.0


@dataclass(frozen=True)
class Lane:
    """A column's title and width in points."""

    title: str
    width: float
    number: bool = False


def draw(paper: Paper, lanes: Sequence[Lane], rows: Sequence[Sequence[str]]) -> None:
    """The titles stand again where the table goes on on the next page."""
    _head(paper, lanes)
    for row in rows:
        before = paper.y
        paper.room(_ROW)
        if paper.y > before:
            _head(paper, lanes)
        paper.down(_ROW)
        _cells(paper, lanes, row, paper.y + 7, _SIZE, INK)
        paper.rule(LEFT, paper.y, LEFT + sum(lane.width for lane in lanes), LINE)


def _head(paper: Paper, lanes: Sequence[Lane]) -> None:
    paper.down(14)
    _cells(paper, lanes, [lane.title for lane in lanes], paper.y + 5, _HEAD, SLATE)
    paper.rule(LEFT, paper.y, LEFT + sum(lane.width for lane in lanes), SLATE, 0.7)


def _cells(paper: Paper, lanes: Sequence[Lane], texts: Sequence[str], y: float, size: float, colour: str) -> None:
    x = LEFT
    for lane, text in zip(lanes, texts, strict=True):
        shown = lettering.cut(lettering.drawable(text), size, lane.width - 8)
        paper.text(shown, x + lane.width if lane.number else x, y, size=size, colour=colour, right=lane.number)
        x += lane.width
