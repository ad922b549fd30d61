"""Each function answers when it is served alone, as Cloud Functions serve it."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.functions import ROOT, declared
from tests.journey.shop import Shop

FUNCTIONS = declared()
FRAMEWORK = [str(Path(sys.executable).with_name("functions-framework"))]


def _serve(name: str, signature: str, port: int, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT), "PORT": str(port)}
    source = f"functions/{name}/main.py"
    command = [*FRAMEWORK, "--source", source, "--target", name, "--signature-type", signature, "--port", str(port)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answer(shop: Shop, method: str, path: str, body: object = None) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            return shop.ask(method, path, body).status
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer within 20 s")


@pytest.mark.parametrize("name", sorted(FUNCTIONS.http))
def test_a_function_served_alone_answers_its_own_routes(name: str, tmp_path: Path) -> None:
    """B14."""
    port = _port()
    process = _serve(name, "http", port, tmp_path)
    try:
        for route in FUNCTIONS.http[name].routes:
            path = route.path.replace("{", "").replace("}", "")
            # An empty store knows no key and nobody.
            expected = 401 if route.audience != "public" else 422 if route.has_body else 200
            assert (
                _answer(Shop(f"http://127.0.0.1:{port}"), route.method, path, {} if route.has_body else None)
                == expected
            )
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


@pytest.mark.parametrize("name", sorted(FUNCTIONS.events))
def test_an_event_function_served_alone_takes_a_push(name: str, tmp_path: Path) -> None:
    port = _port()
    process = _serve(name, "cloudevent", port, tmp_path)
    data = base64.b64encode(json.dumps({"sessionId": "gone", "messageId": "m"}).encode()).decode()
    message = {"data": data, "messageId": "1", "publishTime": "2026-01-01T00:00:00Z", "attributes": {"clientId": "c"}}
    try:
        push = {"subscription": "projects/p/subscriptions/s", "message": message}
        assert _answer(Shop(f"http://127.0.0.1:{port}"), "POST", "/", push) in {200, 204}
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)
