"""A chat turn over HTTP on the one-machine stack, in five languages, with embeddings: `python -m tests.bench chat`.

Every conversation has a session of its own. The first answer of a fresh process, which finds all cold, is told apart;
so is the first in each language. The baseline is an empty function behind the same server, asked in turns with them.
"""

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from statistics import median, quantiles

from tests.bench.conversations import CONVERSATIONS
from tests.bench.figure import Figure
from tests.bench.served import CLIENT, KEY, served
from tests.journey.shop import Shop

ROUNDS = 8  # of all conversations, after one that finds each language cold
SMALL, LARGE = 240, 20_000
AIMS_MS = {SMALL: (25.0, 60.0), LARGE: (60.0, 120.0)}  # p50 and p95; between them the scoring of earlier turns runs
OK, UNAVAILABLE = 200, 503
COLD_AIM_MS = 2000.0


def measure() -> list[Figure]:
    return [figure for size in (SMALL, LARGE) for figure in _at(size)]


def _at(size: int) -> list[Figure]:
    with served(products=size) as (port, _):
        spoken = _Spoken(port)
        cold = [(language, ms) for language in CONVERSATIONS for ms in spoken.conversation(language)[:1]]
        warm = [(spoken.everyone(), spoken.nothing()) for _ in range(ROUNDS)]
    ours, least = ([ms for turn in side for ms in turn] for side in zip(*warm, strict=True))
    (_, first), *others = cold
    at, baseline = f"at {size} products", median(least)
    p50, p95 = AIMS_MS[size]
    return [
        _figure(f"chat {at}, p50", median(ours), baseline, p50),
        _figure(f"chat {at}, p95", quantiles(ours, n=20)[-1], quantiles(least, n=20)[-1], p95),
        _figure(f"chat {at}, first of a process", first, baseline, COLD_AIM_MS),
        *(_figure(f"chat {at}, first in {language}", ms, baseline, COLD_AIM_MS) for language, ms in others),
    ]


def _figure(name: str, value: float, baseline: float, bound_ms: float) -> Figure:
    return Figure(name, value, "ms", baseline, "empty function", bound_ms, on_ratio=False)


class _Spoken:
    """One shopper's browser after another, on a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._shop = Shop(f"http://127.0.0.1:{port}", KEY)
        self._connection = HTTPConnection("127.0.0.1", port)

    def everyone(self) -> list[float]:
        return [ms for language in CONVERSATIONS for ms in self.conversation(language)]

    def conversation(self, language: str) -> list[float]:
        """Milliseconds of each turn."""
        session = self._shop.start(clientId=CLIENT, locale=language)
        return list(self._turns(session, language))

    def nothing(self) -> list[float]:
        return [self._ms("/empty", {}) for _ in range(sum(map(len, CONVERSATIONS.values())))]

    def _turns(self, session: str, language: str) -> Iterator[float]:
        for message in CONVERSATIONS[language]:
            yield self._ms("/v1/ai/chat", {"sessionId": session, "message": message})

    def _ms(self, path: str, body: dict[str, str]) -> float:
        """Until it is answered: what a process cannot answer while it reads its catalogue is asked again."""
        started = time.perf_counter()
        while (status := self._post(path, body)) == UNAVAILABLE:
            pass
        assert status == OK, status
        return (time.perf_counter() - started) * 1000

    def _post(self, path: str, body: dict[str, str]) -> int:
        headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(body).encode(), headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status
