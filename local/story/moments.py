"""Time and ids of the story: both are told, so that the same story comes out whenever it is told."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID


class Moments:
    """A clock that stands where it was put."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


class Ids:
    """Ids that look random and are the same each time."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def __call__(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))
