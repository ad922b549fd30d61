"""One call to the API: an answer, or the reason why there is none."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from local.release.problem import ReleaseStopped
from local.release.shopper import Shopper

ANSWERS = {"/json": (200, b'{"data": 1}'), "/page": (200, b"<html>"), "/gone": (404, b"<html>"), "/empty": (204, b"")}


@pytest.fixture(scope="module")
def shopper() -> Iterator[Shopper]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = ANSWERS[self.path]
            self.send_response(status if self.headers["X-API-Key"] == "pk" else 401)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Shopper(f"http://127.0.0.1:{server.server_port}", "pk")
        server.shutdown()


def test_a_reply_is_read_as_json(shopper: Shopper) -> None:
    answer = shopper.ask("GET", "/json")
    assert (answer.status, answer.data) == (200, 1)


def test_an_empty_reply_has_an_empty_body(shopper: Shopper) -> None:
    assert shopper.ask("GET", "/empty").body == {}


def test_a_refusal_keeps_its_status_even_when_it_is_a_page(shopper: Shopper) -> None:
    assert shopper.ask("GET", "/gone").status == 404


def test_a_page_where_json_is_due_is_said(shopper: Shopper) -> None:
    with pytest.raises(ReleaseStopped, match="no usable answer"):
        shopper.ask("GET", "/page")
