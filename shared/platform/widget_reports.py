"""What browsers report of the widget: its web vitals (https://web.dev/articles/vitals), and its errors by their code.

LCP and INP are milliseconds. CLS has no unit and mostly lies below 0.1: it is kept in thousandths, so that buckets
of durations hold it just as exactly.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from typing import Literal, get_args

from shared.platform import unwritten
from shared.platform.timings import WINDOW

Vital = Literal["LCP", "CLS", "INP"]
VITALS: tuple[Vital, ...] = get_args(Vital)
PARTS: Mapping[Vital, int] = {"LCP": 1, "CLS": 1000, "INP": 1}  # kept for 1 measured
SHARE = 0.75  # of the visits a vital is judged by: at least as good in so many

_measured: dict[Vital, deque[float]] = defaultdict(lambda: deque(maxlen=WINDOW))
_errors: Counter[str] = Counter()


def record_vital(vital: Vital, measured: float, client_id: str) -> None:
    _measured[vital].append(measured)
    unwritten.measured(client_id, vital, measured * PARTS[vital])


def record_error(code: str, client_id: str) -> None:
    _errors[unwritten.bounded(code, _errors)] += 1
    unwritten.widget_failed(client_id, code)


def vitals(vital: Vital) -> list[float]:
    """The last ones that this process was told, as they were measured."""
    return list(_measured[vital])


def errors() -> dict[str, int]:
    """All since this process began, by code."""
    return dict(_errors)
