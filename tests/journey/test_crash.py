"""Kill -9 in the middle of a conversation: nothing acknowledged is lost, events still arrive once."""

import signal
import threading
import time
import urllib.error
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from tests.journey.shop import Shop

TALKERS = 3
TURNS, TURNS_S, SCORE_S = 12, 30, 15


def test_nothing_acknowledged_is_lost(stack: Any) -> None:
    shop = Shop(stack.base_url)
    sessions = [shop.start() for _ in range(TALKERS)]
    acknowledged: dict[str, list[str]] = {session: [] for session in sessions}
    stop = threading.Event()

    def talk(session: str) -> None:
        number = 0
        while not stop.is_set():
            message = f"round glasses under {100 + number} euros"
            try:
                if shop.say(session, message).status == 200:
                    acknowledged[session].append(message)
            except (urllib.error.URLError, HTTPException, ConnectionError):
                return
            number += 1
            time.sleep(0.06)

    talkers = [threading.Thread(target=talk, args=(session,)) for session in sessions]
    for talker in talkers:
        talker.start()
    _until(lambda: sum(map(len, acknowledged.values())) >= TURNS, TURNS_S)
    stack.stop(signal.SIGKILL)
    stop.set()
    for talker in talkers:
        talker.join()
    stack.start()

    for session, messages in acknowledged.items():
        kept = _scored(shop, session)
        stored = [m["text"] for m in kept["messages"] if m["role"] == "shopper"]
        assert [text for text in messages if text not in stored] == []
        assert len(stored) == len(set(stored)), "a turn was stored twice"
        assert len(stored) <= len(messages) + 1, "only the turn that was cut off may be there beside"
        assert len(kept["messages"]) == 2 * len(stored), "a turn is stored whole or not at all"


def _scored(shop: Shop, session: str) -> Any:
    """What is kept, once the score is there: its event was in the outbox when the process died."""

    def kept() -> Any:
        return shop.ask("GET", f"/v1/privacy/sessions/{session}").data

    _until(lambda: kept()["session"]["qualityScore"], SCORE_S)
    return kept()


def _until(is_so: Callable[[], object], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.1)
