"""A shop whose sessions can be played: impressions and events as the functions store them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from shared.catalogue.repository import Catalogue
from shared.insight.intake import EventLog, JourneyEvent
from shared.learning.learning import Learning
from shared.learning.learnt import learnt
from shared.learning.lots import held_out
from shared.learning.records import LEARNING
from shared.learning.tunings import KeptTunings, Tunings
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Create
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import IMPRESSIONS
from shared.shopper.session import Session, Sessions
from tests.support import SteppedClock
from tests.unit.discovery.frames import frame

YEAR, DAY = timedelta(days=365), timedelta(days=1)


@dataclass
class PlayedShop:
    documents: ClientDocuments
    clock: SteppedClock

    def __post_init__(self) -> None:
        self._ids = count()
        self.sessions = Sessions(
            self.documents, self.clock, lambda: f"{self.documents.client_id}-{next(self._ids):06d}"
        )
        self.learning = Learning(self.documents, self.clock)

    def sells(self, *product_ids: str, popularity: float = 0.5) -> None:
        client_id = self.documents.client_id
        Catalogue(self.documents).put(frame(id, client_id=client_id, popularity=popularity) for id in product_ids)

    def session(self, *, held: bool = False) -> Session:
        """One that is held out, or one that is not."""
        while True:
            started = self.sessions.start(user_id="u", platform="html", lifetime=DAY, retention=YEAR)
            if held_out(started.session_id) == held:
                return started

    def show(
        self,
        session: Session,
        terms: Sequence[tuple[str, Mapping[str, float]]],
        variant: str = "default",
        at_s: float = 0.0,
    ) -> None:
        items = [
            {"productId": id, "rank": rank, "score": round(sum(of.values()), 4), "terms": dict(of)}
            for rank, (id, of) in enumerate(terms, 1)
        ]
        at = timestamp(self.clock() + timedelta(seconds=at_s))
        body = {"sessionId": session.session_id, "at": at, "source": "recommend", "variant": variant, "items": items}
        self.documents.batch([Create(IMPRESSIONS, f"{session.session_id}-{next(self._ids)}", body)])

    def record(self, session: Session, *acts: tuple[str, str | None]) -> list[str]:
        """The ids of the events."""
        events = [
            JourneyEvent(f"e-{next(self._ids)}", type, self.clock(), {"productId": id} if id else {})
            for type, id in acts
        ]
        EventLog(self.documents, self.sessions, self.clock).record(session, events, keep_until=self.clock() + YEAR)
        return [event.event_id for event in events]

    def act(self, session: Session, *acts: tuple[str, str | None]) -> list[str]:
        ids = self.record(session, *acts)
        self.learning.take(session.session_id, ids)
        return ids

    def tunings(self) -> Tunings:
        """Of a process that has just begun."""
        return Tunings(self.documents, self.clock, KeptTunings())

    def popularity(self) -> Mapping[str, float]:
        return self.tunings().of(self.session().session_id).popularity

    def factors(self) -> Mapping[str, float]:
        return self.tunings().of(self.session().session_id).factors

    def outcomes(self) -> dict[str, tuple[int, int, int]]:
        """Sessions, those that chose and those that bought, by variant."""
        found = learnt(self.documents).sums.outcomes
        return {name: (each.sessions, each.chose, each.bought) for name, each in found.items()}

    def learnt(self) -> dict[str, Any]:
        """All that was learnt, as stored."""
        every = [f"{self.documents.client_id}:sums:{shard}" for shard in range(8)]
        every += [f"{self.documents.client_id}:popularity:{shard:02d}" for shard in range(16)]
        return {document.id: document.body for document in self.documents.get_many(LEARNING, every)}
