"""The cloud fails: a proxy before each emulator delays, resets or swallows, and the API keeps its promises."""

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from shared.platform.google_settings import Emulators
from tests.conftest import Stack, free_port, on_emulators
from tests.journey.shop import START, Answer, Shop
from tests.proxy import Fault, Proxy

ANSWER_S, RECOVERY_S = 3.0, 5.0
FAULTS: list[tuple[Fault, float]] = [("latency", 4.0), ("reset", 0.0), ("black hole", 0.0)]


@dataclass
class Cloud:
    """A stack whose every way out leads through a proxy."""

    stack: Stack
    firestore: Proxy
    pubsub: Proxy
    settings: dict[str, str]

    @property
    def shop(self) -> Shop:
        return Shop(self.stack.base_url)


@pytest.fixture(scope="module")
def cloud(emulators: Emulators, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    firestore, pubsub = Proxy(emulators.firestore), Proxy(emulators.pubsub)
    settings = on_emulators(emulators)
    through = {"FIRESTORE_EMULATOR_HOST": firestore.address, "PUBSUB_EMULATOR_HOST": pubsub.address}
    folder = tmp_path_factory.mktemp("faulty")
    stack = Stack(free_port(), folder / "data", folder / "log", environment=settings | through)
    stack.start()
    yield Cloud(stack, firestore, pubsub, settings)
    stack.stop()
    firestore.close()
    pubsub.close()


def _timed(ask: Any) -> tuple[Answer, float]:
    started = time.monotonic()
    answer: Answer = ask()
    return answer, time.monotonic() - started


def _calls(shop: Shop, session: str) -> dict[str, Any]:
    return {
        "health": lambda: shop.ask("GET", "/v1/health"),
        "session start": lambda: shop.ask("POST", "/v1/ai/session/start", START),
        "chat": lambda: shop.say(session, "round glasses"),
        "recommendations": lambda: shop.recommendations(session),
        "what is kept": lambda: shop.ask("GET", f"/v1/privacy/sessions/{session}"),
    }


@pytest.mark.parametrize(("fault", "latency_s"), FAULTS)
def test_without_the_store_the_answer_is_a_503_in_time_and_all_is_well_soon_after(
    cloud: Cloud, fault: Fault, latency_s: float
) -> None:
    """J4, J6: simulated outage."""
    session = cloud.shop.start()
    calls = _calls(cloud.shop, session)
    with cloud.firestore.faulty(fault, latency_s), ThreadPoolExecutor(len(calls)) as callers:
        for name, (answer, took_s) in zip(calls, callers.map(_timed, calls.values()), strict=True):
            assert (answer.status, answer.code) == (503, "UNAVAILABLE"), (name, answer.body)
            assert int(answer.headers["Retry-After"]) >= 1, name
            assert took_s < ANSWER_S, (name, took_s)
    back = time.monotonic()
    for name, call in calls.items():
        while call().status >= 400:
            assert time.monotonic() - back < RECOVERY_S, f"{name} did not recover"


def test_nothing_acknowledged_is_lost_while_the_store_comes_and_goes(cloud: Cloud) -> None:
    session = cloud.shop.start()
    acknowledged: list[str] = []
    stop = threading.Event()

    def talk() -> None:
        number = 0
        while not stop.is_set():
            message = f"round glasses under {100 + number} euros"
            if cloud.shop.say(session, message).status == 200:
                acknowledged.append(message)
            number += 1
            time.sleep(0.15)  # each turn has the whole conversation scored anew: the tests that follow wait for that

    talker = threading.Thread(target=talk)
    talker.start()
    for fault, latency_s in FAULTS:
        time.sleep(1.5)
        with cloud.firestore.faulty(fault, latency_s):
            time.sleep(1.0)
    time.sleep(2)
    stop.set()
    talker.join()
    kept = cloud.shop.ask("GET", f"/v1/privacy/sessions/{session}").data
    stored = [message["text"] for message in kept["messages"] if message["role"] == "shopper"]
    assert len(acknowledged) > 5
    assert [text for text in acknowledged if text not in stored] == []
    assert len(stored) == len(set(stored)), "a turn was stored twice"
    assert len(kept["messages"]) == 2 * len(stored), "a turn is stored whole or not at all"


@pytest.mark.parametrize(("fault", "latency_s"), FAULTS)
def test_the_outbox_holds_while_pubsub_is_away(cloud: Cloud, fault: Fault, latency_s: float) -> None:
    session = cloud.shop.start()
    with cloud.pubsub.faulty(fault, latency_s):
        for message in ("round glasses", "rather square ones"):
            answer, took_s = _timed(lambda text=message: cloud.shop.say(session, text))
            assert answer.status == 200, answer.body
            assert took_s < ANSWER_S
        assert _score(cloud, session) is None
    _tell_the_relay(cloud)
    deadline = time.monotonic() + 20
    while _score(cloud, session) is None:
        assert time.monotonic() < deadline, "the held event never reached its listener"
        time.sleep(0.2)


def _score(cloud: Cloud, session: str) -> Any:
    return cloud.shop.ask("GET", f"/v1/privacy/sessions/{session}").data["session"]["qualityScore"]


def _tell_the_relay(cloud: Cloud) -> None:
    """What Cloud Scheduler does every minute."""
    topic = f"projects/{cloud.settings['GOOGLE_CLOUD_PROJECT']}/topics/schedule.relay"
    body = json.dumps({"messages": [{"data": "e30=", "attributes": {}}]}).encode()
    url = f"http://{cloud.settings['PUBSUB_EMULATOR_HOST']}/v1/{topic}:publish"
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    urllib.request.urlopen(request, timeout=10).close()
