"""CSV by RFC 4180 in UTF-8, opened as such by Excel (byte order mark), and safe to open in a spreadsheet.

A text that a spreadsheet would take for a formula gets an apostrophe before it, also where it would begin a cell of
its own because the spreadsheet's locale separates cells by `;` or a tab. Numbers are numbers, also negative ones.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import codecs
import csv
import re
from collections.abc import Callable

from shared.exports.sink import Sink
from shared.exports.table import Cell, Column, Head, Row

_FORMULA = re.compile(r"""((?:^|[;\t\r\n])["' ]*)(?=[=+\-@\t\r＝＋－＠])""")


class CsvFile:
    """One line of keys, then one line a row. Times and dates are texts, flags `true` and `false`."""

    def __init__(self, file: Sink, head: Head) -> None:
        file.write(codecs.BOM_UTF8)
        self._csv = csv.writer(_Encoded(file))
        self._cells = [(column.key, _cell_of(column)) for column in head.columns]
        self._csv.writerow([column.key for column in head.columns])

    def add(self, row: Row) -> None:
        self._csv.writerow([cell(row.get(key)) for key, cell in self._cells])

    def end(self) -> None:
        """Nothing comes after the rows."""


class _Encoded:
    def __init__(self, file: Sink) -> None:
        self._file = file

    def write(self, text: str, /) -> int:
        return self._file.write(text.encode("utf-8", errors="replace"))


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet calculates."""
    return _FORMULA.sub(r"\1'", text)


def _cell_of(column: Column) -> Callable[[Cell], Cell]:
    return {"text": _text, "flag": _flag}.get(column.type, _plain)


def _text(cell: Cell) -> Cell:
    return cell if cell is None else safe(str(cell))


def _flag(cell: Cell) -> Cell:
    return cell if cell is None else str(bool(cell)).lower()


def _plain(cell: Cell) -> Cell:
    return safe(cell) if isinstance(cell, str) else cell
