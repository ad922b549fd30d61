"""The files that tables are written to, each front to back and row by row."""

from collections.abc import Mapping
from typing import Protocol

from shared.exports.files.csv_file import CsvFile
from shared.exports.files.json_file import JsonFile
from shared.exports.files.xlsx_file import XlsxFile
from shared.exports.sink import Sink
from shared.exports.table import Head, Row


class RowFile(Protocol):
    def __init__(self, file: Sink, head: Head) -> None:
        """Writes what comes before the rows."""

    def add(self, row: Row) -> None: ...

    def end(self) -> None:
        """Writes what comes after the rows. Without it the file is not whole."""


ROW_FILES: Mapping[str, type[RowFile]] = {"csv": CsvFile, "json": JsonFile, "xlsx": XlsxFile}
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}

__all__ = ["MEDIA_TYPES", "ROW_FILES", "RowFile"]
