"""Vertex AI's prediction service on this machine: the protocol of its REST transport, and every way it can go wrong.

with StandIn() as vertex:
    vertex.answer = lying(...)      # or good, failing(429), slow(5), a function of the request's body
    ... VERTEX_ENDPOINT = vertex.url
"""

import json
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

_PATH = re.compile(
    r"/v1/projects/[^/]+/locations/[^/]+/publishers/google/models/[^/:]+"
    r":(generateContent|streamGenerateContent|predict|embedContent)"
)
_STATUS = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One answer; `raw` is sent as it stands, also where it is no JSON."""

    body: Any = None
    status: int = 200
    raw: bytes | None = None
    after_s: float = 0.0
    cut_at: int | None = None  # bytes after which the connection ends


Answer = Callable[[Body], Reply]


def generated(text: str, *, finish: str = "STOP", read: int = 300, written: int = 60) -> Body:
    """A `GenerateContentResponse` with one candidate."""
    return {
        "candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": finish, "index": 0}],
        "usageMetadata": {
            "promptTokenCount": read,
            "candidatesTokenCount": written,
            "totalTokenCount": read + written,
        },
        "modelVersion": "stand-in",
    }


def says(reply: str, ids: list[str], quick_replies: list[str] | None = None) -> Answer:
    """Writes this, whatever was asked."""
    answer = {"reply": reply, "productIds": ids, "quickReplies": quick_replies or []}
    return lambda _: Reply(generated(json.dumps(answer, ensure_ascii=False)))


def failing(status: int, *, times: int = 10**6, then: Answer | None = None) -> Answer:
    """Google's error body, so many times; afterwards `then`."""
    left = [times]

    def answer(body: Body) -> Reply:
        if left[0] > 0 or then is None:
            left[0] -= 1
            return Reply({"error": {"code": status, "message": "stand-in", "status": _STATUS[status]}}, status)
        return then(body)

    return answer


def slow(seconds: float, answer: Answer) -> Answer:
    def late(body: Body) -> Reply:
        reply = answer(body)
        return Reply(reply.body, reply.status, reply.raw, seconds, reply.cut_at)

    return late


MALFORMED: Mapping[str, Reply] = {
    "no json": Reply(raw=b"<html>oops</html>"),
    "empty": Reply(raw=b""),
    "wrong shape": Reply({"candidates": "none"}),
    "no candidates": Reply({"candidates": [], "usageMetadata": {"promptTokenCount": 40}}),
    "blocked prompt": Reply({"promptFeedback": {"blockReason": "SAFETY"}}),
    "safety": Reply(generated("", finish="SAFETY")),
    "recitation": Reply(generated("", finish="RECITATION")),
    "too long": Reply(generated('{"reply": "Take the', finish="MAX_TOKENS")),
    "no answer json": Reply(generated("Sure! Here you go.")),
    "a list": Reply(generated("[1, 2]")),
    "wrong fields": Reply(generated('{"text": "hello"}')),
    "wrong types": Reply(generated('{"reply": 5, "productIds": "all", "quickReplies": {}}')),
    "no reply": Reply(generated('{"reply": "", "productIds": [], "quickReplies": []}')),
    "cut off": Reply(generated('{"reply": "x", "productIds": []}'), cut_at=40),
    "bytes": Reply(raw=b"\xff\xfe\x00\x01"),
}


def malformed(kind: str) -> Answer:
    return lambda _: MALFORMED[kind]


def prompt_of(body: Body) -> str:
    """All that the model was given to read, its instructions first."""
    contents = [body.get("systemInstruction", {}), *body.get("contents", [])]
    return "\n".join(part.get("text", "") for content in contents for part in content.get("parts", []))


@dataclass
class StandIn:
    answer: Answer | None = None  # None: an error, so that no test relies on it unknowingly
    asked: list[Body] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def respond(self, method: str, body: Body) -> Reply:
        if method == "predict":
            return Reply({"predictions": [_prediction(one, body) for one in body.get("instances", [])]})
        if method == "embedContent":
            text = "".join(part["text"] for part in body["content"]["parts"])
            size = int(body.get("outputDimensionality", 3072))
            return Reply({"embedding": {"values": embedding(text, size)}, "usageMetadata": {"promptTokenCount": 4}})
        self.asked.append(body)
        reply = (self.answer or failing(404))(body)
        if method == "streamGenerateContent" and reply.status == 200 and reply.raw is None:
            return Reply([reply.body], 200, None, reply.after_s, reply.cut_at)
        return reply


def embedding(text: str, size: int) -> list[float]:
    """Texts that share words are near to each other: each word has a direction of its own."""
    total = [1e-3] * size
    for word in text.lower().split():
        seed = sha256(word.encode()).digest()
        total = [value + math.sin(seed[n % 32] * (n + 1)) for n, value in enumerate(total)]
    return total


def _prediction(instance: Body, body: Body) -> Body:
    size = int(body.get("parameters", {}).get("outputDimensionality", 768))
    statistics = {"token_count": len(instance["content"].split()), "truncated": False}
    return {"embeddings": {"values": embedding(instance["content"], size), "statistics": statistics}}


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every answer waits 40 ms for an acknowledgement

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            match = _PATH.fullmatch(self.path.partition("?")[0])
            reply = standin.respond(match[1], body) if match else failing(404)(body)
            if reply.after_s:
                time.sleep(reply.after_s)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            content = reply.raw if reply.raw is not None else json.dumps(reply.body).encode()
            head = (
                f"HTTP/1.1 {reply.status} X\r\nContent-Type: application/json; charset=UTF-8\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            )
            try:
                self.wfile.write(head.encode() + content[: reply.cut_at])
            except OSError:
                self.close_connection = True  # the caller has gone
            if reply.cut_at is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test's output is its own."""

    return Handler
