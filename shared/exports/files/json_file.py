"""One JSON object in UTF-8: what it is of, its columns, and its rows, each on a line of its own."""

import json
from typing import Any

from shared.exports.sink import Sink
from shared.exports.table import Head, Row
from shared.platform.ports.clock import timestamp


class JsonFile:
    """A row has every column; what is missing is null. Money is a decimal text."""

    def __init__(self, file: Sink, head: Head) -> None:
        self._file = file
        self._keys = [column.key for column in head.columns]
        self._between = "\n"
        self._write(_json(_about(head))[:-1] + ', "rows": [')

    def add(self, row: Row) -> None:
        self._write(self._between + _json({key: row.get(key) for key in self._keys}))
        self._between = ",\n"

    def end(self) -> None:
        self._write("\n]}\n")

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", errors="replace"))


def _about(head: Head) -> dict[str, Any]:
    return {
        "kind": head.kind,
        "clientId": head.client_id,
        "from": timestamp(head.start),
        "to": timestamp(head.end),
        "zone": head.zone,
        "madeAt": timestamp(head.made_at),
        "columns": [{"key": c.key, "title": c.title, "meaning": c.meaning, "type": c.type} for c in head.columns],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
