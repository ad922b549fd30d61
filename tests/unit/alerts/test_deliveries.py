"""Each channel is told once of each occasion, and how that came out is on record."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from time import sleep

import pytest

from shared.alerts import firings
from shared.alerts.carrying import Carriers
from shared.alerts.channels import Channels, Kind
from shared.alerts.defaults import defaults_of
from shared.alerts.deliveries import Deliveries, Delivery, Wanted, deliveries_of
from shared.alerts.evaluation import Measured
from shared.alerts.firings import Firing, Firings
from shared.alerts.limits import DELIVERY_ATTEMPTS, DELIVERY_LEASE
from shared.alerts.rule import Action
from shared.platform.ports.notices import Undelivered
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from tests.support import SteppedClock

HOOK = "https://hooks.example/x"


@dataclass
class Receiver:
    """Implements `Poster`: takes what it is sent, unless `fails` says how it does not."""

    fails: BaseException | None = None
    got: list[Mapping[str, str]] = field(default_factory=list)
    slow_s: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def check(self, url: str) -> None:
        """Every address will do."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        sleep(self.slow_s)
        with self._lock:
            self.got.append(headers)
        if self.fails:
            raise self.fails


class Told:
    """A shop whose rule `responseTime` has fired."""

    def __init__(
        self, documents: ClientDocuments, system: ClientDocuments, platform: Platform, clock: SteppedClock
    ) -> None:
        self.documents, self.system, self.clock = documents, system, clock
        self.receiver = Receiver()
        self._new_id = platform.new_id
        self.firing = self.fired("responseTime")

    def fired(self, default: str) -> Firing:
        id = self._new_id()
        (rule,) = [rule for rule in defaults_of("one") if rule.default == default]
        self.documents.batch([firings.begun(rule, id, Measured(2500, 100), self.clock())])
        firing = Firings(self.documents).get(id)
        assert firing is not None
        return firing

    def channel(self, *actions: Action, kind: Kind = "webhook", of: ClientDocuments | None = None) -> str:
        target = "team@shop.example" if kind == "email" else HOOK
        documents = of or self.documents
        channel, create = Channels(documents).added(self._new_id(), "c", kind, target, actions, self.clock())
        documents.batch([create])
        return channel.channel_id

    def tell(
        self, firing: Firing | None = None, occasion: str = "fired", attempts: int = DELIVERY_ATTEMPTS
    ) -> list[Delivery]:
        carriers = Carriers(None, self.receiver, b"secret")
        telling = Deliveries(self.documents, self.system, carriers, self.clock)
        return telling.deliver(Wanted(firing or self.firing, occasion, "https://site.example", attempts))


@pytest.fixture
def told(documents: ClientDocuments, system: ClientDocuments, platform: Platform, clock: SteppedClock) -> Told:
    return Told(documents, system, platform, clock)


def test_a_channel_is_told_once_of_each_occasion(told: Told) -> None:
    """I5: an event that comes again delivers nothing again."""
    told.channel("notify_team")
    for occasion in ("fired", "fired", "reminder1", "resolved", "fired"):
        assert [delivery.outcome for delivery in told.tell(occasion=occasion)] == ["delivered"]
    assert len(told.receiver.got) == 3
    assert len(deliveries_of(told.documents, told.firing.firing_id)) == 3


def test_two_deliveries_at_the_same_time_send_once(told: Told) -> None:
    """I5: the lease."""
    told.channel("notify_team")
    told.receiver.slow_s = 0.2
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: told.tell(), range(4)))
    assert len(told.receiver.got) == 1


def test_one_that_died_while_sending_is_sent_again_when_its_lease_is_over(told: Told) -> None:
    """I5: with the same delivery id, by which the receiver knows it again."""
    told.channel("notify_team")
    told.receiver.fails = Undelivered("timeout", may_repeat=True)
    (left,) = told.tell()
    stored = told.documents.get("alert_deliveries", left.delivery_id)
    assert stored is not None
    under_way = {"outcome": "sending", "leaseUntil": (told.clock() + DELIVERY_LEASE).isoformat()}
    told.documents.update("alert_deliveries", left.delivery_id, under_way)
    told.receiver.fails = None
    assert [delivery.outcome for delivery in told.tell()] == ["sending"]
    told.clock.forward(seconds=DELIVERY_LEASE / timedelta(seconds=1))
    assert [delivery.outcome for delivery in told.tell()] == ["delivered"]
    assert len({headers["X-AI-Discovery-Delivery"] for headers in told.receiver.got}) == 1


def test_one_whose_sender_dies_each_time_is_given_up(told: Told) -> None:
    """I5."""
    told.channel("notify_team")
    told.receiver.fails = SystemExit()
    for _ in range(2):
        with pytest.raises(SystemExit):
            told.tell(attempts=2)
        told.clock.forward(seconds=DELIVERY_LEASE / timedelta(seconds=1))
    told.receiver.fails = None
    outcomes = [told.tell(attempts=2)[0] for _ in range(2)]
    assert [(one.outcome, one.attempts, one.error_kind) for one in outcomes] == [("given_up", 2, None)] * 2
    assert len(told.receiver.got) == 2


def test_a_failure_is_tried_again_a_number_of_times_and_then_given_up(told: Told) -> None:
    """I5."""
    told.channel("notify_team")
    told.receiver.fails = Undelivered("unreachable", may_repeat=True)
    outcomes = [told.tell(attempts=3)[0] for _ in range(5)]
    assert [delivery.outcome for delivery in outcomes] == ["failed", "failed", *["given_up"] * 3]
    assert (outcomes[-1].attempts, outcomes[-1].error_kind, len(told.receiver.got)) == (3, "unreachable", 3)


def test_what_cannot_succeed_is_given_up_at_once(told: Told) -> None:
    """I5."""
    told.channel("notify_team")
    told.channel("notify_team", kind="email")
    told.receiver.fails = Undelivered("address_refused", may_repeat=False)
    assert {(one.outcome, one.error_kind) for one in told.tell()} == {
        ("given_up", "address_refused"),
        ("given_up", "not_configured"),  # no mail server
    }


def test_one_channel_that_fails_keeps_no_other_from_being_told(told: Told) -> None:
    """I5, and only the one that failed is told again."""
    told.channel("notify_team", kind="email")
    told.channel("notify_team")
    assert sorted(delivery.outcome for delivery in told.tell()) == ["delivered", "given_up"]
    told.tell()
    assert len(told.receiver.got) == 1


def test_each_action_goes_to_its_own_channels(told: Told) -> None:
    """I3 I4 I5: three distinct deliveries."""
    ids = {action: told.channel(action) for action in ("notify_team", "escalate", "page_oncall")}
    rules = {"notify_team": "responseTime", "escalate": "errorRate", "page_oncall": "availability"}
    for action, default in rules.items():
        (delivery,) = told.tell(told.fired(default))
        assert (delivery.action, delivery.channel_id, delivery.outcome) == (action, ids[action], "delivered")


def test_the_platforms_team_is_told_where_a_shop_has_named_nobody(told: Told) -> None:
    """I5."""
    told.channel("notify_team", of=told.system)
    (delivery,) = told.tell()
    assert (delivery.outcome, delivery.of_platform) == ("delivered", True)
    told.channel("notify_team")
    (own,) = told.tell(told.fired("responseTime"))
    assert not own.of_platform


def test_of_a_shops_own_rule_nobody_elses_team_is_told(told: Told) -> None:
    """H25."""
    told.channel("notify_team", of=told.system)
    own = told.firing.model_copy(update={"is_default": False})
    assert [delivery.outcome for delivery in told.tell(own)] == ["no_channel"]
    assert told.receiver.got == []


def test_a_target_is_on_record_masked(told: Told) -> None:
    """I5: a webhook's address may hold a secret."""
    told.channel("notify_team")
    told.channel("notify_team", kind="email")
    assert {delivery.target for delivery in told.tell()} == {"https://hooks.example/…", "t…@shop.example"}
