"""What an export consists of: columns that say what they mean, and rows that come one by one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

Type = Literal["text", "number", "money", "flag", "time", "date"]
Cell = str | int | float | bool | Decimal | None  # a time is RFC 3339 UTC, a date YYYY-MM-DD, both as text
Row = Mapping[str, Cell]  # by the column's key; what is missing is empty

_COLUMNS: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(
    (Path(__file__).parent / "data" / "columns.json").read_text("utf-8")
)


@dataclass(frozen=True)
class Column:
    """`counter`: what an analytics column counts, by its name in the rollups."""

    key: str
    title: str
    meaning: str
    type: Type = "text"
    counter: str | None = None


@dataclass(frozen=True)
class Table:
    """`rows` are in the order of the time or date in `timed_by`, so that how far it is can be told from any row."""

    columns: Sequence[Column]
    rows: Iterable[Row]
    timed_by: str
    newest_first: bool = False


@dataclass(frozen=True)
class Head:
    """What a file says of itself."""

    kind: str
    client_id: str
    client_name: str
    start: datetime
    end: datetime
    zone: str
    made_at: datetime
    columns: Sequence[Column]


def columns_of(kind: str) -> list[Column]:
    return [Column(**facts) for facts in _COLUMNS[kind]]


def moment_of(cell: Cell) -> datetime | None:
    """The time of a `time` or `date` cell, with its offset if it has one."""
    try:
        return datetime.fromisoformat(cell) if isinstance(cell, str) else None
    except ValueError:
        return None


def day_of(cell: Cell) -> date | None:
    moment = moment_of(cell)
    return moment.date() if moment else None
