"""Overview and analytics over 90 days of a shop with 1,000,000 sessions, and events taken and counted in a second.

The baseline of the reads is what one count over the sessions themselves costs; that of the intake is an empty
function behind the same server that is sent the same bytes, that of the counting is taking the events in.
"""

import json
import os
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from functions.insight.main import function as insight
from shared.accounts.directory import Directory
from shared.insight.counting import Counting
from shared.insight.intake import EventLog
from shared.platform import log
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Query, Range
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import connect
from shared.platform.wiring.one_machine import DOCUMENTS
from shared.shopper.session import Session, Sessions
from shared.web.contract.events import EventBatch
from tests.bench.figure import Figure
from tests.bench.rolled_up import DAYS, fill
from tests.bench.served import CLIENT, KEY, served
from tests.support import access_token, ask, client, wired_to

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "1000000"))
READS, P95_MS = 40, 300.0
PATHS = ("overview", "analytics", "analytics/funnel", "analytics/journeys")
CONNECTIONS, ROUND_S, ROUNDS, BATCH = 4, 4.0, 3, 50
LEAST_EVENTS, COUNTED = 1500.0, 300  # batches
_TYPES = ("widget_opened", "chat_message", "recommendation_viewed", "try_on", "add_to_cart")


def measure() -> list[Figure]:
    return [*_reads(), *_intake(), _counting()]


def _reads() -> list[Figure]:
    with TemporaryDirectory() as folder:
        platform = connect(Settings(Path(folder), "http://127.0.0.1:8080", Path("absent"), b"s", "ERROR", "bench"))
        log.configure("ERROR")
        Directory(platform.documents, platform.clock).save(client("one"))
        documents = ClientDocuments(platform.documents, "one")
        fill(
            documents,
            Path(folder) / DOCUMENTS,
            SESSIONS,
            platform.clock().replace(hour=0, minute=0, second=0, microsecond=0),
        )
        scan_ms = median(_times(lambda: _counted(documents), 3))
        wired_to(insight, platform)
        token = access_token(platform, "one@shop.example")
        return [_figure(path, token, scan_ms) for path in PATHS]


def _figure(path: str, token: str, scan_ms: float) -> Figure:
    query = {"range": "90d", "tz": "Asia/Kolkata"}

    def read() -> None:
        answer = ask(insight, "GET", f"/v1/admin/{path}", token=token, query_string=query)
        if answer.status_code != 200:
            raise AssertionError(answer.status_code)

    read()  # warm
    p95 = sorted(_times(read, READS))[int(READS * 0.95)]
    return Figure(f"{path}, p95", p95, "ms", scan_ms, "one count of the sessions", P95_MS, on_ratio=False)


def _counted(documents: ClientDocuments) -> None:
    since = Range("createdAt", ge=timestamp(datetime.now(UTC) - timedelta(days=DAYS)))
    documents.aggregate(Query("sessions", {}, since))


def _times(act: Callable[[], None], runs: int) -> list[float]:
    """ms."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _intake() -> list[Figure]:
    """With the deliveries running beside it."""
    with served() as (port, _):
        ids = count()
        pairs = []
        for _ in range(ROUNDS):
            sessions = _sessions(port, 2000)
            pairs.append((_rate(port, sessions, ids, "/v1/events"), _rate(port, sessions, ids, "/empty")))
    ours, empty = (median(rates) for rates in zip(*pairs, strict=True))
    return [Figure("events taken", ours, "/s", empty, "empty function", LEAST_EVENTS, on_ratio=False, at_least=True)]


def _counting() -> Figure:
    """As one listener does it, one batch after the other."""
    with TemporaryDirectory() as folder:
        platform = connect(Settings(Path(folder), "http://127.0.0.1:8080", Path("absent"), b"s", "ERROR", "bench"))
        documents, ids = ClientDocuments(platform.documents, "one"), count()
        sessions = Sessions(documents, platform.clock, platform.new_id)
        log_of_events = EventLog(documents, sessions, platform.clock)
        lifetime = timedelta(days=1)
        started = [
            sessions.start(user_id="u", platform="html", lifetime=lifetime, retention=lifetime)
            for _ in range(COUNTED)
        ]

        def take(session: Session) -> None:
            batch = EventBatch.model_validate(_batch(session.session_id, ids))
            events = [event.to_journey() for event in batch.events]
            log_of_events.record(session, events, keep_until=platform.clock() + lifetime)

        counting = Counting(documents, platform.clock)
        taking_s = sum(_times(partial(take, session), 1)[0] for session in started) / 1000
        counting_s = sum(_times(partial(counting.take, session.session_id), 1)[0] for session in started) / 1000
        taken, counted = (COUNTED * BATCH / seconds for seconds in (taking_s, counting_s))
        return Figure("events counted", counted, "/s", taken, "taking them in", LEAST_EVENTS, False, at_least=True)


def _sessions(port: int, number: int) -> list[str]:
    start = _request("/v1/ai/session/start", {"clientId": CLIENT, "userId": "bench", "platform": "html"})
    with _connected(port) as connection:
        return [json.loads(_answer(connection, start))["data"]["sessionId"] for _ in range(number)]


def _rate(port: int, sessions: Sequence[str], ids: "count[int]", path: str) -> float:
    """Events a second; a session sends one batch after another session's, as visits overlap."""
    until = time.perf_counter() + ROUND_S
    shares = [sessions[place::CONNECTIONS] for place in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        batches = list(pool.map(lambda share: _send_until(port, share, ids, path, until), shares))
    return sum(batches) * BATCH / ROUND_S


def _send_until(port: int, sessions: Sequence[str], ids: "count[int]", path: str, until: float) -> int:
    sent = 0
    with _connected(port) as connection:
        while time.perf_counter() < until:
            _answer(connection, _request(path, _batch(sessions[sent % len(sessions)], ids)))
            sent += 1
    return sent


def _batch(session_id: str, ids: "count[int]") -> dict[str, object]:
    now = timestamp(datetime.now(UTC))
    events = [
        {"eventId": f"e{next(ids)}", "type": _TYPES[place % len(_TYPES)], "at": now, "productId": f"p{place % 7}"}
        for place in range(BATCH)
    ]
    return {"sessionId": session_id, "events": events}


def _request(path: str, body: dict[str, object]) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {KEY}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _answer(connection: socket.socket, request: bytes) -> bytes:
    """Plain sockets: the client must not be what is measured."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 2"):
        raise AssertionError(received[:300])
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body
