"""Bars that lie beneath each other, each named, counted and set against the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.exports.report import lettering
from shared.exports.report.palette import BAND, INK, MIST, PETROL, SLATE
from shared.exports.report.paper import INNER, LEFT, SMALL, Paper

ROW = 23.0  # from one bar to the next
_BAR = 13.0
_NUMBERS = 96.0  # room behind the bars


@dataclass(frozen=True)
class Bar:
    """`share` of the bar's whole length; `behind`: of the lighter bar behind it."""

    name: str
    share: float
    count: str
    note: str = ""
    behind: float = 0.0


def draw(paper: Paper, bars: Sequence[Bar], *, names: float = 132, heads: tuple[str, str] = ("", "")) -> None:
    """`names`: room for the names; `heads` stand above the counts and the notes."""
    left, length = LEFT + names, INNER - names - _NUMBERS
    right = LEFT + INNER
    if any(heads):
        paper.room(ROW + 14)
        paper.text(heads[0], right - 44, paper.y - SMALL, size=7, colour=SLATE, right=True)
        paper.text(heads[1], right, paper.y - SMALL, size=7, colour=SLATE, right=True)
        paper.down(14)
    for bar in bars:
        paper.room(ROW)
        paper.down(ROW)
        base = paper.y + 3
        paper.text(lettering.cut(lettering.drawable(bar.name), 8.5, names - 10), LEFT, base, size=8.5, colour=INK)
        paper.rectangle(left, base - 3, length, _BAR, MIST, radius=2)
        for share, colour in ((bar.behind, BAND), (bar.share, PETROL)):
            if share > 0:
                paper.rectangle(left, base - 3, max(length * min(share, 1.0), 1.5), _BAR, colour, radius=1)
        paper.text(bar.count, right - 44, base, size=8.5, bold=True, right=True)
        paper.text(bar.note, right, base, size=8.5, colour=SLATE, right=True)
