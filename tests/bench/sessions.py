"""Session starts a second, against an empty function behind the same server with the same workers."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from tests.bench.figure import Figure
from tests.bench.served import CLIENT, KEY, served

CONNECTIONS, ROUND_S, ROUNDS = 4, 2.0, 5


def measure() -> list[Figure]:
    start = _request("/v1/ai/session/start", {"clientId": CLIENT, "userId": "bench", "platform": "html"})
    empty = _request("/empty", {})
    with served() as (port, _):
        _rate(port, start)  # warm
        pairs = [(_rate(port, start), _rate(port, empty)) for _ in range(ROUNDS)]
    ours, theirs = (median(rates) for rates in zip(*pairs, strict=True))
    return [Figure("session start", ours, "/s", theirs, "empty function", 0.5, at_least=True)]


def _request(path: str, body: dict[str, str]) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {KEY}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content


def _rate(port: int, request: bytes) -> float:
    until = time.perf_counter() + ROUND_S
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts = list(pool.map(lambda _: _ask_until(port, request, until), range(CONNECTIONS)))
    return sum(counts) / ROUND_S


def _ask_until(port: int, request: bytes, until: float) -> int:
    """Plain sockets: the client must not be what is measured."""
    answered = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            connection.sendall(request)
            _read_answer(connection)
            answered += 1
    return answered


def _read_answer(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 2"):
        raise AssertionError(head[:60])
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
