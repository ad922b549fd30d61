"""An Excel workbook (Office Open XML, ECMA-376) written front to back into the archive that it is.

Rows go straight into their sheet's compressed part: neither memory nor a temporary file grows with them, and where
functions run temporary files lie in memory too. Texts are inline strings: nothing in them is a formula or a link.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from shared.exports.files import xlsx_parts as parts
from shared.exports.files.xlsx_text import escaped
from shared.exports.sink import Sink
from shared.exports.table import Cell, Column, Head, Row, day_of, moment_of
from shared.platform.ports.clock import timestamp

MOST_ROWS = 1_048_576  # of a sheet, its head counted
MOST_BYTES = 1 << 30  # of a sheet before compression: an archive without 64-bit sizes ends at 2 GiB
_QUICK = 1  # deflate's level: half the time of the usual one, a tenth more bytes
_BEGINNING = datetime(1899, 12, 30)  # noqa: DTZ001 - the format's days have no zone
_CHUNK = 1 << 16


class XlsxFile:
    """Sheets of rows, titles first, and a last sheet that says what each column means. Times are UTC."""

    def __init__(self, file: Sink, head: Head) -> None:
        self._head = head
        self._cells = [(column.key, _cell_of(column)) for column in head.columns]
        self._archive = ZipFile(file, "w", ZIP_DEFLATED)  # type: ignore[call-overload]  # it closes no open file
        self._sheets: list[str] = []
        self._sheet = self._next()

    def add(self, row: Row) -> None:
        if self._sheet.rows == MOST_ROWS or self._sheet.size > MOST_BYTES:
            self._sheet.end()
            self._sheet = self._next()
        self._sheet.add([cell(row.get(key)) for key, cell in self._cells])

    def end(self) -> None:
        self._sheet.end()
        about = self._open("About", [24, 34, 90], headed=False)
        for cells in _about(self._head):
            about.add([_text(cell) for cell in cells])
        about.end()
        for path, content in parts.around(self._sheets).items():
            self._archive.writestr(_entry(path), content, ZIP_DEFLATED)
        self._archive.close()

    def _next(self) -> "_Sheet":
        name, number = self._head.kind.title(), len(self._sheets) + 1
        widths = [_width(column) for column in self._head.columns]
        sheet = self._open(name if number == 1 else f"{name} {number}", widths, headed=True)
        sheet.add([_text(column.title, parts.BOLD) for column in self._head.columns])
        return sheet

    def _open(self, name: str, widths: Sequence[int], *, headed: bool) -> "_Sheet":
        self._sheets.append(name)
        entry = _entry(f"xl/worksheets/sheet{len(self._sheets)}.xml")
        return _Sheet(self._archive.open(entry, "w"), widths, headed=headed)


class _Sheet:
    """A sheet's part, gathered into pieces that are worth compressing."""

    def __init__(self, file: IO[bytes], widths: Sequence[int], *, headed: bool) -> None:
        self._file = file
        self._waiting = [parts.sheet_start(widths, headed=headed)]
        self._waiting_size = 0
        self._columns, self._headed = len(widths), headed
        self.rows = 0
        self.size = 0

    def add(self, cells: Sequence[str]) -> None:
        text = f"<row>{''.join(cells)}</row>"
        self.rows += 1
        self._waiting.append(text)
        self._waiting_size += len(text)
        if self._waiting_size > _CHUNK:
            self._flush()

    def end(self) -> None:
        self._waiting.append(parts.sheet_end(self._columns, self.rows, headed=self._headed))
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        self.size += self._file.write("".join(self._waiting).encode())
        self._waiting, self._waiting_size = [], 0


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path)
    entry.compress_type = ZIP_DEFLATED
    entry._compresslevel = _QUICK  # type: ignore[attr-defined]  # public only from Python 3.13 on
    return entry


def _cell_of(column: Column) -> Callable[[Cell], str]:
    return {"number": _number, "money": _money, "flag": _flag, "time": _time, "date": _date}.get(column.type, _text)


def _text(cell: Cell, style: int = parts.PLAIN) -> str:
    if cell is None:
        return parts.EMPTY
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(str(cell))}</t></is></c>'


def _number(cell: Cell) -> str:
    return _text(cell) if cell is None or isinstance(cell, str) else f"<c><v>{cell}</v></c>"


def _money(cell: Cell) -> str:
    return _text(cell) if cell is None else f'<c s="{parts.MONEY}"><v>{cell}</v></c>'


def _flag(cell: Cell) -> str:
    return parts.EMPTY if cell is None else f'<c t="b"><v>{int(bool(cell))}</v></c>'


def _time(cell: Cell) -> str:
    moment = moment_of(cell)
    if moment is None:
        return _text(cell)
    days = (moment.astimezone(UTC).replace(tzinfo=None) - _BEGINNING).total_seconds() / 86400
    return f'<c s="{parts.TIME}"><v>{days:.8f}</v></c>'


def _date(cell: Cell) -> str:
    day = day_of(cell)
    return _text(cell) if day is None else f'<c s="{parts.DATE}"><v>{(day - _BEGINNING.date()).days}</v></c>'


def _width(column: Column) -> int:
    return {"text": 24, "time": 20, "date": 12}.get(column.type, max(12, len(column.title) + 3))


def _about(head: Head) -> list[tuple[Cell, ...]]:
    facts: list[tuple[Cell, ...]] = [
        ("Shop", head.client_name, head.client_id),
        ("From (UTC)", timestamp(head.start), "Rows from this moment on."),
        ("To (UTC)", timestamp(head.end), "Rows before this moment."),
        ("Time zone", head.zone, "Days are this zone's; times are UTC."),
        ("Made at (UTC)", timestamp(head.made_at), "What was erased before then is not in it."),
        ("", "", ""),
        ("Key", "Column", "Meaning"),
    ]
    return facts + [(column.key, column.title, column.meaning) for column in head.columns]
