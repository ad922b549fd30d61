"""What happens in the thirty days, from data/plot.json: how many come and when, and how well they are served."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal

PLOT: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "plot.json").read_text("utf-8"))
Phase = Literal["before", "after"]


@dataclass(frozen=True)
class Calendar:
    """`until`: the story's last moment, `days` before which it begins."""

    until: datetime
    days: int = PLOT["days"]

    @property
    def midnight(self) -> datetime:
        return self.until.replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def start(self) -> datetime:
        return self.midnight - timedelta(days=self.days - 1)

    @property
    def release(self) -> datetime:
        return self.midnight - timedelta(days=PLOT["releaseDaysAgo"]) + timedelta(hours=9)

    @property
    def incident(self) -> datetime:
        return (
            self.midnight - timedelta(days=PLOT["incidentDaysAgo"]) + timedelta(hours=PLOT["incidentHour"], minutes=5)
        )

    @property
    def incident_end(self) -> datetime:
        return self.incident + timedelta(minutes=PLOT["incidentMinutes"])

    def phase(self, at: datetime) -> Phase:
        return "after" if at >= self.release else "before"

    def is_down(self, at: datetime) -> bool:
        return self.incident <= at < self.incident_end

    def holds_out(self, at: datetime) -> bool:
        told = PLOT["holdout"]
        first, last = (self.midnight - timedelta(days=told[name]) for name in ("fromDaysAgo", "toDaysAgo"))
        return first <= at < last

    def arrivals(self, client_id: str, chance: Random) -> Iterator[datetime]:
        """When the sessions of a shop begin, in order: by weekday and hour, a little more each day."""
        a_day: float = PLOT["shops"][client_id]["sessionsADay"]
        for number in range(self.days):
            day = self.start + timedelta(days=number)
            expected = a_day * PLOT["weekday"][day.weekday()] * (1 + PLOT["growthADay"] * number)
            count = round(chance.gauss(expected, expected**0.5))
            hours = chance.choices(range(24), PLOT["hour"], k=max(0, count))
            for at in sorted(day + timedelta(hours=hour, seconds=chance.randrange(3600)) for hour in hours):
                # Where it was down, half of them never came as far as a session.
                if at < self.until and not (self.is_down(at) and chance.random() < 0.5):
                    yield at


def share(name: str, phase: Phase) -> float:
    """How many of those who could take a step take it."""
    return float(PLOT["steps"][name][phase])


def one_of(shares: Mapping[str, float], chance: Random) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def between(bounds: Sequence[float], chance: Random) -> float:
    """Most near the lower bound, few near the upper."""
    low, high = bounds
    return low + (high - low) * chance.random() ** 3
