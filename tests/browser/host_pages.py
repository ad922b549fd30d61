"""A shop of another origin than the stack's, with the pages and headers that a test gives it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Host shop</title><link rel="icon" href="data:,">{head}</head>
  <body>{body}</body>
</html>"""


@dataclass(frozen=True)
class Sent:
    """A form that was posted to the shop."""

    path: str
    fields: dict[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    body: object


Till = Callable[[Sent], Answer]


@dataclass
class HostShop:
    origin: str
    files: dict[str, tuple[str, bytes, Mapping[str, str]]] = field(default_factory=dict)
    """By path: type, contents, headers."""
    sent: list[Sent] = field(default_factory=list)
    till: Till | None = None
    """What answers posts."""

    def page(
        self,
        body: str,
        head: str = "",
        headers: Mapping[str, str] | None = None,
        lang: str = "en",
        direction: str = "ltr",
    ) -> str:
        """Its URL."""
        html = PAGE.format(body=body, head=head, lang=lang, dir=direction)
        return self.file("page.html", "text/html; charset=utf-8", html, headers)

    def file(self, name: str, kind: str, text: str, headers: Mapping[str, str] | None = None) -> str:
        path = f"/{len(self.files)}/{name}"
        self.files[path] = (kind, text.encode(), headers or {})
        return self.origin + path


@contextmanager
def serving() -> Iterator[HostShop]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    shop = server.shop = HostShop(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def shop(self) -> HostShop:
        shop: HostShop = self.server.shop  # type: ignore[attr-defined]
        return shop

    def do_GET(self) -> None:
        found = self.shop.files.get(urlsplit(self.path).path)
        if found is None:
            self._send(404, "text/plain", b"", {})
            return
        kind, contents, headers = found
        self._send(200, kind, contents, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        sent = Sent(self.path, dict(parse_qsl(body)) if form else {}, dict(self.headers))
        self.shop.sent.append(sent)
        answer = self.shop.till(sent) if self.shop.till else Answer(404, {})
        self._send(answer.status, "application/json", json.dumps(answer.body).encode(), {})

    def _send(self, status: int, kind: str, contents: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(contents)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(contents)

    def log_message(self, format: str, *args: object) -> None:
        pass
