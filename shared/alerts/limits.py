"""How many, how long: the numbers of `data/limits.json`."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

_LIMITS: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "limits.json").read_text("utf-8"))

MOST_RULES: int = _LIMITS["mostRules"]  # of one client, the defaults not counted
MOST_CHANNELS: int = _LIMITS["mostChannels"]  # of one client
LONGEST_WINDOW_MINUTES: int = _LIMITS["longestWindowMinutes"]
REMIND_AFTER: dict[str, timedelta] = {
    severity: timedelta(minutes=minutes) for severity, minutes in _LIMITS["remindAfterMinutes"].items()
}
RESOLVE_WITHOUT_DATA = timedelta(minutes=_LIMITS["resolveWithoutDataMinutes"])
HISTORY_KEPT = timedelta(days=_LIMITS["historyDays"])
DELIVERY_ATTEMPTS: int = _LIMITS["deliveryAttempts"]  # one with each evaluation, every five minutes
DELIVERY_LEASE = timedelta(seconds=_LIMITS["deliveryLeaseS"])  # how long a delivery may be under way
