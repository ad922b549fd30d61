"""Calls of addresses that others named, to real servers on this machine."""

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from shared.platform import patience
from shared.platform.adapters.pinned_call import _Pinned
from shared.platform.adapters.pinned_post import PinnedPost
from shared.platform.adapters.public_address import checked
from shared.platform.ports.notices import Undelivered
from tests.certificates import client_context, server_context
from tests.receivers import hook

HERE = PinnedPost(loopback=True)


def failure(poster: PinnedPost, url: str) -> tuple[str, bool]:
    with pytest.raises(Undelivered) as failed:
        poster.post(url, b"{}", {})
    return failed.value.kind, failed.value.may_repeat


def test_the_body_and_the_headers_arrive_as_they_were_given() -> None:
    """I9."""
    with hook() as there:
        HERE.post(f"{there.url}?a=b", "{“é”}".encode(), {"X-Signature": "v1=1"})
    (posted,) = there.posts
    assert (posted.path, posted.body) == ("/hook?a=b", "{“é”}".encode())
    assert posted.headers["X-Signature"] == "v1=1"
    assert posted.headers["Host"] == f"127.0.0.1:{there.port}"


@pytest.mark.parametrize(
    ("url", "host"), [("https://shop.example/", "shop.example"), ("https://shop.example:444/", "shop.example:444")]
)
def test_the_usual_port_is_not_named(url: str, host: str) -> None:
    """As no browser names it: some sites would answer with a redirect."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = _Pinned(checked(url, lambda *_: ["93.184.215.14"], 1), 1, None)
        connection.sock = ours
        connection.request("GET", "/")
        assert f"\r\nHost: {host}\r\n" in theirs.recv(4096).decode()


@pytest.mark.parametrize(("status", "repeat"), [(500, True), (503, True), (429, True), (408, True), (404, False)])
def test_an_error_is_tried_again_where_that_may_help(status: int, repeat: bool) -> None:
    """I9."""
    with hook() as there:
        there.answers = [status]
        assert failure(HERE, there.url) == ("answered_error", repeat)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """I9: where it leads has not been looked at."""
    with hook() as inside, hook() as there:
        there.answers, there.location = [status], inside.url
        assert failure(HERE, there.url) == ("answered_error", False)
        assert inside.posts == []


def test_loopback_is_refused_unless_switched_on() -> None:
    """I9: the server is there and hears nothing."""
    with hook() as there:
        for url in (there.url, there.url.replace("http:", "https:"), f"http://[::ffff:127.0.0.1]:{there.port}/"):
            assert failure(PinnedPost(), url) == ("address_refused", False)
        with pytest.raises(Undelivered):
            PinnedPost().check(there.url)
        assert there.posts == []


def test_a_name_that_leads_elsewhere_the_second_time_wins_nothing() -> None:
    """I9, DNS rebinding: a name is asked for once in a call, and what was looked at is what is connected to."""
    answers = [["127.0.0.1"], ["169.254.169.254"]]

    def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    with hook() as there:
        poster = PinnedPost(loopback=True, resolve=rebinding)
        poster.post(f"http://shop.example:{there.port}/", b"", {})
        assert there.posts[0].headers["Host"] == f"shop.example:{there.port}"
        assert len(answers) == 1
        assert failure(poster, f"http://shop.example:{there.port}/") == ("address_refused", False)


def test_what_was_allowed_when_it_was_added_is_looked_at_again_when_it_is_called() -> None:
    """I9, DNS rebinding between the channel's check and the call."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    poster = PinnedPost(resolve=lambda host, port: answers.pop(0))
    poster.check("https://shop.example/")
    assert failure(poster, "https://shop.example/") == ("address_refused", False)


def test_the_certificate_must_be_that_of_the_host_that_was_named(tmp_path: Path) -> None:
    """I9."""
    here = {"loopback": True, "resolve": lambda host, port: ["127.0.0.1"]}
    with hook(server_context("shop.example", tmp_path)) as there:
        believes = client_context("shop.example", tmp_path)
        poster = PinnedPost(context=believes, **here)
        poster.post(f"https://shop.example:{there.port}/", b"1", {})
        assert [posted.body for posted in there.posts] == [b"1"]
        assert failure(poster, f"https://other.example:{there.port}/")[0] == "tls_failed"
        assert failure(PinnedPost(**here), f"https://shop.example:{there.port}/")[0] == "tls_failed"
        assert len(there.posts) == 1
    assert believes.verify_mode is ssl.CERT_REQUIRED


def test_nobody_there_is_told_apart_from_a_refusal() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert failure(HERE, f"http://127.0.0.1:{port}/") == ("unreachable", True)


@contextmanager
def _dripping() -> Iterator[int]:
    """A server that answers one byte at a time, for ever."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                while True:
                    connection.sendall(b"X")
                    time.sleep(0.05)
            except OSError:
                return

    thread = Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join(5)
        listener.close()


def test_an_answer_that_drips_is_cut_when_its_time_is_over() -> None:
    """I9."""
    with _dripping() as port, patience.one_request(0.4):
        started = time.monotonic()
        assert failure(HERE, f"http://127.0.0.1:{port}/") == ("timeout", True)
        assert time.monotonic() - started < 1.5
