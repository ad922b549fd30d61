"""Sessions whose events can be told one by one, and what was counted of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from shared.insight.counters import Counters
from shared.insight.counting import Counting
from shared.insight.intake import EventLog, JourneyEvent
from shared.insight.period import Period
from shared.insight.rollups import Rollups
from shared.platform.tenant import ClientDocuments
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock

YEAR, DAY = timedelta(days=365), timedelta(days=1)


@dataclass
class CountedShop:
    documents: ClientDocuments
    clock: SteppedClock

    def __post_init__(self) -> None:
        self._ids = count()
        self.sessions = Sessions(self.documents, self.clock, lambda: f"{self.documents.client_id}-{next(self._ids)}")
        self.counting = Counting(self.documents, self.clock)

    def session(self, platform: Any = "html", **facts: Any) -> Session:
        """`facts`: fields of the stored session."""
        started = self.sessions.start(user_id="u", platform=platform, lifetime=DAY, retention=YEAR)
        if facts:
            self.sessions.update(started.session_id, facts)
        return started

    def store(self, session: Session, type: str, after_min: float = 0, **facts: Any) -> str:
        """Without counting; the event's id."""
        event_id = f"e-{next(self._ids)}"
        event = JourneyEvent(event_id, type, session.created_at + timedelta(minutes=after_min), facts)
        log = EventLog(self.documents, self.sessions, self.clock)
        log.record(session, [event], keep_until=self.clock() + YEAR)
        return event_id

    def tell(self, session: Session, *types: str | tuple[str, Mapping[str, Any]]) -> None:
        """One a minute, counted after the last."""
        for minute, told in enumerate(types):
            type, facts = told if isinstance(told, tuple) else (told, {})
            self.store(session, type, minute, **facts)
        self.counting.take(session.session_id)

    def counted(self, days: int = 2) -> Counters:
        """All of today and of the days before and after."""
        now = self.clock()
        return Rollups(self.documents).total(Period(now - days * DAY, now + days * DAY, ZoneInfo("UTC")))
