"""The report's texts, and numbers as people read them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

TEXTS: Mapping[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "report.en.json").read_text("utf-8"))
NONE: str = TEXTS["none"]
_MONTHS, _DAYS = TEXTS["months"], TEXTS["weekdays"]


def count(value: float) -> str:
    return f"{value:,.0f}"


def percent(share: float | None) -> str:
    """One decimal below a tenth, none from there on."""
    if share is None:
        return NONE
    return f"{100 * share:.1f} %" if abs(share) < 0.1 else f"{100 * share:.0f} %"


def decimal(value: float | None, digits: int = 1) -> str:
    return NONE if value is None else f"{value:,.{digits}f}"


def money(amount: str, currency: str) -> str:
    whole, _, cents = amount.partition(".")
    return f"{currency} {int(whole):,}" + (f".{cents}" if cents else "")


def day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1][:3]}"


def weekday(on: date) -> str:
    return f"{_DAYS[on.weekday()]}, {on.day} {_MONTHS[on.month - 1]}"


def days(first: date, last: date) -> str:
    """As short as it is clear: `1 – 30 November 2026`."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"
