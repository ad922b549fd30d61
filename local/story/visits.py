"""What each shopper does, written by the rooms themselves: sessions, consents, faces, conversations, events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from functions.quality_score.main import judge
from local.story.face import measured
from local.story.moments import Ids, Moments
from local.story.plot import PLOT, Calendar, Phase, between, one_of, share
from local.story.talk import Talk
from shared.accounts.client import Client
from shared.billing.meter import metered
from shared.catalogue.product import Product
from shared.discovery.tuning import Tuning
from shared.discovery.turn_record import record
from shared.insight.arms import arm_of
from shared.insight.counting import Counting
from shared.insight.intake import EventLog, JourneyEvent
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.platform.wiring import Platform
from shared.shopper.analyses import Analyses
from shared.shopper.consent import Consents
from shared.shopper.session import Holdout, Session, Sessions
from shared.support.tickets import Handover, Tickets
from shared.web.listener import Notice


@dataclass
class Visits:
    """One shop's; `talks` by how they end, `products` of its catalogue."""

    platform: Platform
    client: Client
    calendar: Calendar
    talks: Mapping[str, Sequence[Talk]]
    products: Sequence[Product]
    chance: Random
    moments: Moments
    shoppers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._documents = ClientDocuments(self.platform.documents, self.client.client_id)
        self._new_id = Ids(self.chance)
        self._sessions = Sessions(self._documents, self.moments, self._new_id)
        self._counting = Counting(self._documents, self.moments)
        self._retention = timedelta(days=self.client.retention_days)

    def come(self, at: datetime) -> None:
        self.moments.now = at
        phase = self.calendar.phase(at)
        session = self._started(at)
        self._tell(session, "widget_loaded", widgetLoadTime=round(between(PLOT["widgetLoadMs"], self.chance)))
        if session.held_out:
            self._buy_without(session)
        elif self._does("opened", phase):
            self._look(session, phase)
        self._counting.take(session.session_id)

    def _started(self, at: datetime) -> Session:
        user_id, holdout = self._shopper(), None
        if self.calendar.holds_out(at):
            held: float = PLOT["holdout"]["share"]
            holdout = Holdout(arm_of(self.client.client_id, user_id, held), held)
        return self._sessions.start(
            user_id=user_id,
            platform=one_of(PLOT["shops"][self.client.client_id]["platforms"], self.chance),  # type: ignore[arg-type]
            device=one_of(PLOT["devices"], self.chance),
            holdout=holdout,
            lifetime=timedelta(hours=self.client.session_hours),
            retention=self._retention,
        )

    def _shopper(self) -> str:
        if self.shoppers and self.chance.random() < PLOT["returning"]:
            return self.chance.choice(self.shoppers)
        self.shoppers.append(f"shopper-{self._new_id()[:8]}")
        return self.shoppers[-1]

    def _look(self, session: Session, phase: Phase) -> None:
        self._tell(session, "widget_opened")
        if self.calendar.is_down(self.moments.now):
            self._tell(session, "widget_error", code="UNAVAILABLE", screen="start")
            return
        known = self._does("consent", phase) and self._does("face", phase)
        if known:
            self._show_a_face(session)
        shown = self._chat(session, phase) if self._does("chat", phase) else ()
        if (known or shown) and self._does("viewed", phase):
            self._choose(session, phase, shown or self._some())

    def _show_a_face(self, session: Session) -> None:
        consents = Consents(self._documents, self._sessions, self.moments, self._new_id)
        version = self.client.consent_version
        consents.grant(session, version=version, current=version, retention=self._retention)
        self._tell(session, "consent_given")
        analyses = Analyses(self._documents, self._sessions, self.moments, self._new_id)
        keep_until = self.moments.now + self._retention
        analyses.store(self._sessions.get(session.session_id), measured(self.chance), keep_until=keep_until)
        self._tell(session, "face_analyzed", durationMs=round(between(PLOT["faceMs"], self.chance)))

    def _chat(self, session: Session, phase: Phase) -> tuple[str, ...]:
        """The products that the last answer showed."""
        good = self.chance.random() < PLOT["goodTalk"][phase]
        talk = self.chance.choice(self.talks["good" if good else "poor"])
        shown: tuple[str, ...] = ()
        for text, turn in talk.turns:
            now = self.moments.forward(seconds=self.chance.randint(8, 45))
            recorded = record(
                text,
                turn,
                self._sessions.get(session.session_id),
                tuning=Tuning(),
                now=now,
                duration_ms=round(between(PLOT["answerMs"][phase], self.chance), 1),
                keep_until=now + self._retention,
                new_id=self._new_id,
            )
            writes = [*recorded.writes, metered(self.client.client_id, "messages", recorded.asked_id, now)]
            if turn.handover:
                handover = Handover(session.session_id, turn.intent, turn.language, recorded.asked_id)
                writes.append(
                    Tickets(self._documents).handed_over(handover, at=now, keep_until=now + self._retention)[1]
                )
            self._documents.batch(writes)
            self._tell(session, "chat_message")
            shown = tuple(ranked.product_id for ranked in turn.ranked) or shown
        attributes = {CLIENT_ID: self.client.client_id}
        judge(Notice("story", {"sessionId": session.session_id}, attributes, self.platform))
        return shown

    def _some(self) -> tuple[str, ...]:
        return tuple(
            product.product_id for product in self.chance.sample(self.products, k=min(5, len(self.products)))
        )

    def _choose(self, session: Session, phase: Phase, shown: Sequence[str]) -> None:
        self._tell(session, "recommendation_viewed", productId=shown[0])
        favourite = self.chance.choice(shown[:3])
        if self._does("dismissed", phase):
            self._tell(session, "recommendation_dismissed", productId=shown[-1])
        if self._does("clicked", phase):
            self._tell(session, "recommendation_clicked", productId=favourite)
        if not self._does("tryOn", phase):
            return
        self._tell(session, "try_on", productId=favourite)
        if self._does("cart", phase):
            self._tell(session, "add_to_cart", productId=favourite)
            if self._does("purchase", phase):
                self._buy(session, favourite)

    def _buy_without(self, session: Session) -> None:
        if self.chance.random() < PLOT["heldOutPurchase"]:
            self._buy(session, self._some()[0])

    def _buy(self, session: Session, product_id: str) -> None:
        product = next(product for product in self.products if product.product_id == product_id)
        self.moments.forward(minutes=self.chance.randint(2, 40))
        order = f"order-{self._new_id()[:8]}"
        self._tell(
            session,
            "purchase",
            productId=product_id,
            orderId=order,
            value=str(product.price),
            currency=product.currency,
        )

    def _tell(self, session: Session, type: str, **facts: Any) -> None:
        at = self.moments.forward(seconds=self.chance.randint(2, 20))
        log = EventLog(self._documents, self._sessions, self.moments)
        event = JourneyEvent(self._new_id(), type, at, facts)
        log.record(self._sessions.get(session.session_id), [event], keep_until=at + self._retention)

    def _does(self, step: str, phase: Phase) -> bool:
        return self.chance.random() < share(step, phase)
