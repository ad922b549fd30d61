"""Events by Pub/Sub beyond the common contract: outages, dead letters, and the push into a function."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from functions_framework import create_app
from werkzeug.serving import make_server

from shared.platform.adapters.breaker import PAUSE_S, Breaker
from shared.platform.adapters.held_events import COLLECTION, HeldEvents
from shared.platform.adapters.pubsub_events import PubsubEvents
from shared.platform.adapters.pubsub_publisher import PubsubPublisher
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.google_settings import Emulators
from shared.platform.patience import OutOfPatience, one_request, outside_call
from shared.platform.ports.documents import Query, StoreUnavailable
from tests.contract.messaging import Subscriptions, new_id
from tests.proxy import Fault, Proxy
from tests.support import SteppedClock

TOPIC = "conversation.updated"
ATTRIBUTES = {"clientId": "one", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
ROOT = Path(__file__).parents[2]


@dataclass
class Away:
    """Pub/Sub behind a proxy; the breaker's seconds stand still until they are told to move."""

    proxy: Proxy
    events: PubsubEvents
    documents: SqliteDocuments
    subscriptions: Subscriptions
    seconds: list[float]

    def held(self) -> list[str]:
        return [document.body["data"] for document in self.documents.query(Query(COLLECTION, {})).items]

    def publish(self, n: int) -> str:
        return self.events.publish(TOPIC, {"n": n}, ATTRIBUTES)

    def arrived(self) -> list[int]:
        return [delivery.payload["n"] for delivery in self.subscriptions.pull()]

    def wait_out_the_breaker(self) -> None:
        self.seconds[0] += PAUSE_S


@pytest.fixture
def away(tmp_path: Path, clock: SteppedClock, emulators: Emulators) -> Iterator[Away]:
    subscriptions = Subscriptions(f"p-{uuid4().hex[:12]}", emulators.pubsub)
    proxy, seconds = Proxy(emulators.pubsub), [0.0]
    documents = SqliteDocuments(tmp_path / "documents.sqlite", clock)
    publisher = PubsubPublisher(subscriptions.project, proxy.address)
    breaker = Breaker(seconds=lambda: seconds[0])
    yield Away(
        proxy,
        PubsubEvents(publisher, HeldEvents(documents, clock), new_id, breaker),
        documents,
        subscriptions,
        seconds,
    )
    proxy.close()


@pytest.mark.parametrize("fault", ["reset", "black hole"])
def test_an_event_is_held_while_pubsub_is_away_and_arrives_once_it_is_back(away: Away, fault: Fault) -> None:
    away.publish(0)
    with away.proxy.faulty(fault), one_request():
        away.publish(1)
        away.publish(2)
        assert sorted(away.held()) == ['{"n":1}', '{"n":2}']
    away.wait_out_the_breaker()
    away.publish(3)
    assert away.held() == []
    assert set(away.arrived()) == {0, 1, 2, 3}


def test_only_the_first_caller_waits_while_pubsub_is_away(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    away.publish(0)
    asked: list[int] = []
    publish = PubsubPublisher.publish

    def counted(publisher: PubsubPublisher, events: Any) -> None:
        asked.append(len(events))
        publish(publisher, events)

    monkeypatch.setattr(PubsubPublisher, "publish", counted)
    with away.proxy.faulty("black hole"), one_request():
        for n in range(1, 12):
            away.publish(n)
    assert asked == [1]
    assert len(away.held()) == 11


def test_a_request_with_little_patience_left_still_holds_its_event(away: Away) -> None:
    away.publish(0)
    with away.proxy.faulty("black hole"), one_request(0.4):
        away.publish(1)
        assert away.held() == ['{"n":1}']
        with outside_call() as left_s:
            assert left_s > 0.1


def test_a_spent_request_is_refused_and_not_half_done(away: Away) -> None:
    with one_request(0.0):
        with pytest.raises(OutOfPatience), outside_call():
            pass
        away.publish(1)  # the store of this machine needs no patience, so the event is held
    assert away.held() == ['{"n":1}']


def test_when_the_store_is_away_as_well_the_caller_is_told(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise StoreUnavailable("away")

    monkeypatch.setattr(away.documents, "create", refuse)
    with away.proxy.faulty("reset"), pytest.raises(StoreUnavailable, match="neither"):
        away.publish(1)


def test_what_another_process_held_is_relayed_oldest_first(away: Away, clock: SteppedClock) -> None:
    with away.proxy.faulty("reset"):
        for n in range(5):
            away.publish(n)
            clock.forward(seconds=1)
    relay = PubsubEvents(
        PubsubPublisher(away.subscriptions.project, away.proxy.address), HeldEvents(away.documents, clock), new_id
    )
    assert relay.deliver_held(3) == 3
    assert away.arrived() == [0, 1, 2]
    assert relay.deliver_held(3) == 2
    assert relay.deliver_held(3) == 0
    assert away.arrived() == [3, 4]


def test_a_relay_while_pubsub_is_away_keeps_everything(away: Away) -> None:
    with away.proxy.faulty("reset"):
        away.publish(1)
        assert away.events.deliver_held(10) == 0
        assert away.held() == ['{"n":1}']


def test_an_event_of_a_missing_topic_is_held_and_lets_others_go_first(away: Away, clock: SteppedClock) -> None:
    away.events.publish("no.such.topic", {"n": 0}, ATTRIBUTES)
    assert away.held() == ['{"n":0}']
    with away.proxy.faulty("reset"):
        away.publish(1)
    assert away.events.deliver_held(10) == 1
    assert away.arrived() == [1]
    assert away.events.deliver_held(10) == 0
    away.subscriptions.publisher.create_topic(name=away.subscriptions.topic("no.such.topic"))
    clock.forward(minutes=5)
    assert away.events.deliver_held(10) == 1
    assert away.held() == []


def test_an_event_published_again_keeps_its_id(away: Away) -> None:
    with away.proxy.faulty("reset"):
        id = away.publish(1)
    away.events.deliver_held(1)
    (delivery,) = away.subscriptions.pull()
    assert (delivery.id, delivery.attributes) == (id, ATTRIBUTES)


class Listening:
    """A function served by the functions framework, and a push subscription to it."""

    def __init__(self, folder: Path, source: str, wsgi_path: Path) -> None:
        (folder / "main.py").write_text(source)
        self.seen = wsgi_path
        self.server = make_server("127.0.0.1", 0, create_app("listen", str(folder / "main.py"), "cloudevent"))
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.seen.read_text().splitlines()] if self.seen.exists() else []


SOURCE = """
import json, functions_framework
from shared.platform.settings import Settings
from shared.platform.wiring import connect
from shared.web.listener import EventFunction
platform = connect(Settings.from_environment({{"DATA_DIR": "{data}"}}))
def handle(notice):
    with open("{seen}", "a") as file:
        file.write(json.dumps([notice.message_id, notice.data, notice.attributes]) + chr(10))
    if notice.data.get("fails"):
        raise RuntimeError
function = EventFunction("listen", "{topic}", handle, wire=lambda: platform)
@functions_framework.cloud_event
def listen(event):
    function(event)
"""


@pytest.fixture
def pushed(tmp_path: Path, away: Away) -> Iterator[Listening]:
    source = SOURCE.format(data=tmp_path / "data", seen=tmp_path / "seen", topic=TOPIC)
    listening = Listening(tmp_path, source, tmp_path / "seen")
    dead = away.subscriptions.topic("dead-letters")
    away.subscriptions.publisher.create_topic(name=dead)
    away.subscriptions.subscriber.create_subscription(
        request={
            "name": f"projects/{away.subscriptions.project}/subscriptions/pushed",
            "topic": away.subscriptions.topic(TOPIC),
            "push_config": {"push_endpoint": f"http://127.0.0.1:{listening.server.server_port}/"},
            "retry_policy": {"minimum_backoff": {"seconds": 0}, "maximum_backoff": {"seconds": 1}},
            "dead_letter_policy": {"dead_letter_topic": dead, "max_delivery_attempts": 5},
        }
    )
    yield listening
    away.subscriptions.subscriber.delete_subscription(
        subscription=f"projects/{away.subscriptions.project}/subscriptions/pushed"
    )
    listening.server.shutdown()


def _eventually(happened: Callable[[], bool], within_s: float) -> None:
    end = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_function_is_told_of_an_event_by_push(away: Away, pushed: Listening) -> None:
    id = away.publish(1)
    _eventually(lambda: len(pushed.lines()) == 1, 10)
    assert pushed.lines() == [[id, {"n": 1}, ATTRIBUTES]]


def test_what_can_never_be_handled_is_kept_and_not_delivered_again(
    away: Away, pushed: Listening, tmp_path: Path, clock: SteppedClock
) -> None:
    topic = away.subscriptions.topic(TOPIC)
    for data, attributes in ((b"not JSON", ATTRIBUTES), (b"[1]", ATTRIBUTES), (b"", ATTRIBUTES), (b"{}", {"a": "b"})):
        away.subscriptions.publisher.publish(topic=topic, messages=[{"data": data, "attributes": attributes}])
    kept = SqliteDocuments(tmp_path / "data" / "documents.sqlite", clock)
    _eventually(lambda: len(kept.query(Query("dead_letters", {})).items) == 4, 10)
    letters = [document.body for document in kept.query(Query("dead_letters", {})).items]
    assert {letter["reason"] for letter in letters} == {
        "the data is not JSON",
        "the data is not a JSON object",
        "the message has no data",
        "the message names no client",
    }
    time.sleep(1.5)  # the emulator delivers again after a second
    assert pushed.lines() == []
    assert all(letter["messageId"] for letter in letters)


def test_what_fails_five_times_is_forwarded_to_the_dead_letter_topic(away: Away, pushed: Listening) -> None:
    subscription = f"projects/{away.subscriptions.project}/subscriptions/dead"
    subscriber = away.subscriptions.subscriber
    subscriber.create_subscription(name=subscription, topic=away.subscriptions.topic("dead-letters"))
    away.events.publish(TOPIC, {"fails": True}, ATTRIBUTES)
    forwarded: list[Any] = []

    def arrived() -> bool:
        request = {"subscription": subscription, "max_messages": 10, "return_immediately": True}
        forwarded.extend(subscriber.pull(request, timeout=5).received_messages)
        return bool(forwarded)

    _eventually(arrived, 30)
    assert len(pushed.lines()) == 5
    attributes = dict(forwarded[0].message.attributes)
    assert attributes["CloudPubSubDeadLetterSourceSubscription"] == "pushed"
    assert attributes["clientId"] == "one"
    assert len({line[0] for line in pushed.lines()}) == 1
