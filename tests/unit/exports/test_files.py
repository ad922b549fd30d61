"""What rows look like in each format."""

import csv
import io
import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from shared.exports.files import ROW_FILES, xlsx_file
from shared.exports.files.csv_file import safe
from shared.exports.files.xlsx_parts import letters
from shared.exports.sink import Counted
from shared.exports.table import Column, Head, Row
from tests.unit.exports.shop import MONTH, NOW

COLUMNS = [
    Column("name", "Name", "What it is called."),
    Column("count", "Count", "How many.", "number"),
    Column("price", "Price", "In euros.", "money"),
    Column("open", "Open", "Whether it is.", "flag"),
    Column("at", "At (UTC)", "When.", "time"),
    Column("day", "Day", "Which day.", "date"),
]
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    '<b>Brille</b> & "Co"',
    "שלום \u202eabc\u202c مرحبا",
    "a, b; c\nd\r\ne",
    "_x0041_ 😀 \u0000\u0007",
    "half \ud800 a sign",
    "http://example.com",
    " space ",
    "x" * 40_000,
]


def written(format: str, rows: list[Row], columns: list[Column] = COLUMNS) -> bytes:
    content = io.BytesIO()
    head = Head("sessions", "one", "Ünö <Optik>", MONTH.start, MONTH.end, "Europe/Berlin", NOW, columns)
    counted = Counted(content)
    file = ROW_FILES[format](counted, head)
    for row in rows:
        file.add(row)
    file.end()
    assert counted.size == len(content.getvalue())
    return content.getvalue()


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


FULL: Row = {
    "name": "Zoë",
    "count": -3,
    "price": Decimal("-12.50"),
    "open": True,
    "at": "2026-11-22T10:00:00.250Z",
    "day": "2026-11-22",
}


def test_csv_is_read_back_as_it_was() -> None:
    """H22 H23: a byte order mark for Excel, lines by RFC 4180, numbers without quotes or marks."""
    content = written("csv", [FULL, {}])
    assert content.startswith(b"\xef\xbb\xbfname,count,price,open,at,day\r\n")
    assert csv_rows(content)[1:] == [
        ["Zoë", "-3", "-12.50", "true", "2026-11-22T10:00:00.250Z", "2026-11-22"],
        ["", "", "", "", "", ""],
    ]


def test_json_says_what_it_is_and_keeps_types() -> None:
    """H23."""
    content = json.loads(written("json", [FULL, {}]))
    assert content["clientId"] == "one"
    assert content["zone"] == "Europe/Berlin"
    assert content["columns"][1] == {"key": "count", "title": "Count", "meaning": "How many.", "type": "number"}
    assert content["rows"][0] == {**FULL, "price": "-12.50"}
    assert content["rows"][1] == dict.fromkeys(FULL)
    assert json.loads(written("json", []))["rows"] == []


def test_xlsx_holds_numbers_times_and_what_columns_mean() -> None:
    """H23."""
    workbook = book(written("xlsx", [FULL, {}]))
    rows = list(workbook["Sessions"].iter_rows(values_only=True))
    assert rows[0] == ("Name", "Count", "Price", "Open", "At (UTC)", "Day")
    assert rows[1][:4] == ("Zoë", -3, -12.5, True)
    assert rows[1][4].isoformat(timespec="milliseconds")[:21] == "2026-11-22T10:00:00.2"
    assert rows[1][5].isoformat() == "2026-11-22T00:00:00"
    assert set(rows[2]) == {None}
    about = {row[0]: row[1:] for row in workbook["About"].iter_rows(values_only=True)}
    assert about["Shop"] == ("Ünö <Optik>", "one")
    assert about["price"] == ("Price", "In euros.")
    assert workbook["Sessions"].auto_filter.ref == "A1:F3"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_and_is_never_a_formula(text: str) -> None:
    """H23: HTML, formulas, signs from right to left; what UTF-8 or XML has no sign for is marked as such."""
    row: Row = {"name": text}
    whole = text.replace("\ud800", "?")
    assert csv_rows(written("csv", [row]))[1][0] == safe(whole)
    assert json.loads(written("json", [row]))["rows"][0]["name"] == whole
    cell = book(written("xlsx", [row]))["Sessions"]["A2"]
    expected = text.translate({0: "\ufffd", 7: "\ufffd", 0xD800: "\ufffd"})
    assert unescape(cell.value)[:32_000] == expected[:32_000]
    assert len(cell.value) <= 32_767
    assert (cell.data_type, cell.hyperlink) == ("s", None)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"),
        ("-1", "'-1"),
        (" =1", " '=1"),
        ('"=1', "\"'=1"),
        ("ok;=1", "ok;'=1"),
        ("ok\n=1", "ok\n'=1"),
        ("\t@x", "'\t'@x"),
        ("a-b = c", "a-b = c"),
        ("x@y.example", "x@y.example"),
        ("", ""),
    ],
)
def test_a_mark_stands_where_a_spreadsheet_would_begin_a_formula(text: str, cell: str) -> None:
    """Also where its locale separates cells by a semicolon."""
    assert safe(text) == cell


def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 4)
    workbook = book(written("xlsx", [{"count": n} for n in range(7)]))
    assert workbook.sheetnames == ["Sessions", "Sessions 2", "Sessions 3", "About"]
    counts = [[row[1] for row in workbook[name].iter_rows(values_only=True)] for name in workbook.sheetnames[:3]]
    assert counts == [["Count", 0, 1, 2], ["Count", 3, 4, 5], ["Count", 6]]


def test_a_sheet_that_is_long_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_BYTES", 200_000)
    workbook = book(written("xlsx", [{"name": "x" * 1000} for _ in range(300)]))
    assert len(workbook.sheetnames) == 3
    assert sum(workbook[name].max_row - 1 for name in workbook.sheetnames[:2]) == 300


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


@pytest.mark.parametrize("format", ROW_FILES)
def test_rows_leave_as_they_come(format: str) -> None:
    """Memory stays small however many there are."""
    content = io.BytesIO()
    counted = Counted(content)
    head = Head("sessions", "one", "One", MONTH.start, MONTH.end, "UTC", NOW, COLUMNS)
    file, sizes = ROW_FILES[format](counted, head), []
    for number in range(20_000):
        file.add({**FULL, "name": f"{number * 7919:x}", "count": number})
        if number % 5000 == 4999:
            sizes.append(counted.size)
    file.end()
    steps = [later - earlier for earlier, later in pairwise(sizes)]
    assert min(steps) > 0.8 * counted.size / 4


@pytest.mark.parametrize("key", [column.key for column in COLUMNS])
def test_a_text_in_a_column_of_any_type_is_no_formula(key: str) -> None:
    """H7: a store holds what it was given, whatever its column is meant for."""
    names, cells = csv_rows(written("csv", [{"name": "n", key: "=1+1"}]))
    assert cells[names.index(key)] in ("'=1+1", "true")
