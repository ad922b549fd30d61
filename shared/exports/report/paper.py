"""A4 pages, filled from the top. Lengths are points (1/72 inch); `y` falls as a page fills."""

from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from shared.exports.report import lettering
from shared.exports.report.palette import INK, LINE, SLATE
from shared.exports.report.words import TEXTS

WIDTH: float
HEIGHT: float
WIDTH, HEIGHT = A4
LEFT, TOP, BOTTOM = 54.0, 60.0, 64.0
INNER = WIDTH - 2 * LEFT
SMALL, TEXT, LEAD, HEADING, TITLE = 7.5, 9.0, 11.0, 14.0, 26.0
_LEADING = 1.45


class _Numbered(Canvas):  # type: ignore[misc]  # the library has no types
    """Keeps pages until it is known how many there are."""

    def __init__(self, *given: Any, foot: str, **options: Any) -> None:
        super().__init__(*given, **options)
        self._foot = foot
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._sign(TEXTS["page"].format(number=number, count=len(self._pages)))
            super().showPage()
        super().save()

    def _sign(self, number: str) -> None:
        self.setStrokeColor(HexColor(LINE))
        self.setLineWidth(0.5)
        self.line(LEFT, 46, WIDTH - LEFT, 46)
        self.setFillColor(HexColor(SLATE))
        self.setFont(lettering.PLAIN, 7)
        self.drawString(LEFT, 32, self._foot)
        self.drawRightString(WIDTH - LEFT, 32, number)


class Paper:
    def __init__(self, *, title: str, foot: str) -> None:
        lettering.register()
        self._content = BytesIO()
        self.canvas = _Numbered(
            self._content, pagesize=A4, pageCompression=1, lang="en", foot=lettering.drawable(foot)
        )
        self.canvas.setTitle(lettering.drawable(title))
        self.canvas.setAuthor(TEXTS["maker"])
        self.canvas.setCreator(TEXTS["maker"])
        self.y = HEIGHT - TOP

    def room(self, height: float) -> None:
        """Goes on to the next page where this one has less."""
        if self.y - height < BOTTOM:
            self.canvas.showPage()
            self.y = HEIGHT - TOP

    def down(self, by: float) -> None:
        self.y -= by

    def gap(self, height: float) -> None:
        """Space before something new; none at the top of a page."""
        if self.y < HEIGHT - TOP:
            self.y -= height

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = TEXT,
        colour: str = INK,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        """One line by its baseline; `right`: it ends at `x`."""
        self.canvas.setFont(lettering.BOLD if bold else lettering.PLAIN, size)
        self.canvas.setFillColor(HexColor(colour))
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, y, lettering.drawable(text))

    def paragraph(
        self,
        text: str,
        *,
        size: float = TEXT,
        colour: str = INK,
        bold: bool = False,
        x: float = LEFT,
        most: float = INNER,
    ) -> None:
        """Lines from `y` down; they go on to the next page by themselves."""
        leading = size * _LEADING
        for line in lettering.wrapped(lettering.drawable(text), size, most, bold=bold):
            self.room(leading)
            self.y -= leading
            self.text(line, x, self.y + leading - size, size=size, colour=colour, bold=bold)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, *, radius: float = 0) -> None:
        """`y` is its lower edge."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def rule(self, x: float, y: float, to: float, colour: str = LINE, thickness: float = 0.5) -> None:
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, y, to, y)

    def section(self, title: str, finding: str, meaning: str, *, least: float) -> None:
        """A heading, what is found, how to read it; with at least `least` of what follows on the same page."""
        self.room(least + 84)
        self.gap(30)
        self.paragraph(title, size=HEADING, bold=True)
        self.down(5)
        self.paragraph(finding, size=LEAD)
        if meaning:
            self.down(3)
            self.paragraph(meaning, size=SMALL, colour=SLATE)
            self.down(14)

    def finished(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._content.getvalue()
