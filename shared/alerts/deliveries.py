"""Delivering a firing to its action's channels, each once, and the record of how each came out."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.alerts import firings
from shared.alerts.carrying import Carriers
from shared.alerts.channels import Channel, Channels
from shared.alerts.firings import Firing
from shared.alerts.limits import DELIVERY_ATTEMPTS, DELIVERY_LEASE, HISTORY_KEPT
from shared.alerts.notice import Notice
from shared.alerts.rule import Action, Moment
from shared.alerts.state import OVERTAKEN
from shared.platform.ports.clock import Clock, timestamp
from shared.platform.ports.documents import AlreadyExists, Order, Query, Range, Stale
from shared.platform.ports.notices import ErrorKind, Undelivered
from shared.platform.tenant import ClientDocuments

DELIVERIES = "alert_deliveries"
Outcome = Literal["sending", "delivered", "failed", "given_up", "no_channel"]
_UNSETTLED: frozenset[Outcome] = frozenset({"sending", "failed"})


class Delivery(BaseModel):
    """`failed` will be tried again, `given_up` will not. `of_platform`: the channel is of the platform's team."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    delivery_id: str
    client_id: str
    firing_id: str
    alert_id: str
    occasion: str
    action: Action
    channel_id: str | None = None
    channel_kind: str | None = None
    channel_name: str | None = None
    target: str | None = None  # masked
    of_platform: bool = False
    outcome: Outcome
    error_kind: ErrorKind | None = None
    attempts: int = 0
    at: Moment
    updated_at: Moment
    lease_until: Moment | None = None

    @property
    def is_settled(self) -> bool:
        return self.outcome not in _UNSETTLED


@dataclass(frozen=True)
class Wanted:
    """What is to be said of a firing, and whether a failure is tried again."""

    firing: Firing
    occasion: str
    site: str
    attempts: int = DELIVERY_ATTEMPTS


class Deliveries:
    def __init__(
        self, documents: ClientDocuments, of_platform: ClientDocuments, carriers: Carriers, clock: Clock
    ) -> None:
        """`of_platform`: the documents of `SYSTEM`, where its team's channels are."""
        self._documents = documents
        self._of_platform = of_platform
        self._carriers = carriers
        self._clock = clock

    def deliver(self, wanted: Wanted) -> list[Delivery]:
        """To every channel that has not had it yet. One that is not settled is to be tried by delivering again."""
        channels = self._channels(wanted)
        made = [self._to(channel, wanted) for channel in channels] or [self._to_nobody(wanted)]
        outcomes = Counter[str](delivery.outcome for delivery in made)
        self._documents.batch([firings.came_out(wanted.firing.firing_id, wanted.occasion, outcomes)])
        return made

    def _channels(self, wanted: Wanted) -> Sequence[Channel]:
        """A default as it stands is the platform's promise, so its team is told where the client has named nobody;
        a client's own rule, or its trial of one, never wakes other people."""
        firing = wanted.firing
        own = Channels(self._documents).for_action(firing.rule.action)
        promised = firing.is_default and wanted.occasion != "test"
        if own or not promised or firing.client_id == self._of_platform.client_id:
            return own
        return Channels(self._of_platform).for_action(firing.rule.action)

    def _to(self, channel: Channel, wanted: Wanted) -> Delivery:
        record, version = self._claimed(channel, wanted)
        if version is None:
            return record
        outcome, kind = self._attempt(channel, record, wanted)
        came_out = {"outcome": outcome, "error_kind": kind, "updated_at": self._clock(), "lease_until": None}
        done = record.model_copy(update=came_out)
        with suppress(Stale):  # it took longer than its lease, and another attempt has begun
            self._put(done, wanted, version)
        return done

    def _claimed(self, channel: Channel, wanted: Wanted) -> tuple[Delivery, str | None]:
        """The record of the attempt that is to be made now, and its version; None when there is none to be made:
        it is settled, or under way elsewhere."""
        now = self._clock()
        fresh = self._fresh(wanted, channel, now)
        stored = self._documents.get(DELIVERIES, fresh.delivery_id)
        record = Delivery.model_validate(stored.body) if stored else fresh
        if record.is_settled or (record.lease_until is not None and record.lease_until > now):
            return record, None
        if record.attempts >= wanted.attempts:  # each time whoever sent it died before it could say how it went
            claimed = record.model_copy(update={"outcome": "given_up", "updated_at": now, "lease_until": None})
        else:
            taken = {"attempts": record.attempts + 1, "updated_at": now, "lease_until": now + DELIVERY_LEASE}
            claimed = record.model_copy(update={"outcome": "sending", **taken})
        try:
            version = self._put(claimed, wanted, stored.version if stored else None)
        except OVERTAKEN:
            return claimed, None
        return claimed, None if claimed.is_settled else version

    def _attempt(self, channel: Channel, record: Delivery, wanted: Wanted) -> tuple[Outcome, ErrorKind | None]:
        notice = Notice(wanted.firing, wanted.occasion, record.delivery_id, wanted.site)
        try:
            self._carriers.carry(notice, channel, self._clock())
        except Undelivered as error:
            again = error.may_repeat and record.attempts < wanted.attempts
            return ("failed" if again else "given_up"), error.kind
        return "delivered", None

    def _put(self, record: Delivery, wanted: Wanted, version: str | None) -> str:
        body, expires_at = record.model_dump(mode="json", by_alias=True), wanted.firing.at + HISTORY_KEPT
        if version is None:
            return self._documents.create(DELIVERIES, record.delivery_id, body, expires_at=expires_at)
        return self._documents.replace(
            DELIVERIES, record.delivery_id, body, expires_at=expires_at, if_version=version
        )

    def _to_nobody(self, wanted: Wanted) -> Delivery:
        """That nobody is told is a fact that can be seen."""
        record = self._fresh(wanted, None, self._clock()).model_copy(update={"outcome": "no_channel"})
        with suppress(AlreadyExists):
            self._put(record, wanted, None)
        return record

    def _fresh(self, wanted: Wanted, channel: Channel | None, now: datetime) -> Delivery:
        firing = wanted.firing
        where = channel.channel_id if channel else "none"
        of_platform = channel is not None and channel.client_id != firing.client_id
        shown = None if of_platform else channel  # the platform's own is nothing that a shop reads of
        return Delivery(
            delivery_id=f"{firing.firing_id}:{wanted.occasion}:{where}",
            client_id=firing.client_id,
            firing_id=firing.firing_id,
            alert_id=firing.alert_id,
            occasion=wanted.occasion,
            action=firing.rule.action,
            channel_id=channel.channel_id if channel else None,
            channel_kind=channel.kind if channel else None,
            channel_name=shown.name if shown else None,
            target=shown.masked if shown else None,
            of_platform=of_platform,
            outcome="sending",
            at=now,
            updated_at=now,
        )


def delivered_from(documents: ClientDocuments, start: datetime, end: datetime, limit: int) -> list[Delivery]:
    """The newest first."""
    bounds = Range("at", ge=timestamp(start), lt=timestamp(end))
    page = documents.query(Query(DELIVERIES, {}, bounds, Order("at", True), limit))
    return [Delivery.model_validate(document.body) for document in page.items]


def deliveries_of(documents: ClientDocuments, firing_id: str) -> list[Delivery]:
    """In the order in which they were begun."""
    page = documents.query(Query(DELIVERIES, {"firingId": firing_id}))
    found = [Delivery.model_validate(document.body) for document in page.items]
    return sorted(found, key=lambda delivery: (delivery.at, delivery.delivery_id))
