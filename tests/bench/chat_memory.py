"""Memory of the chat function alone at 20,000 products, as its container has it: `python -m tests.bench chat-memory`.

The function is served by functions-framework as in the cloud, from a store that another process has filled, and loads
index, lexicons of five languages and embedding model while it answers. The peak is the most the worker ever had.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from local.functions import ROOT
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import connect
from shared.shopper.session import Sessions
from tests.bench.conversations import CONVERSATIONS
from tests.bench.figure import Figure
from tests.bench.served import CLIENT, KEY, free_port, open_shop
from tests.journey.shop import Shop

SIZE, CHATS, MOST_MIB = 20_000, 50, 350.0
OK, UNAVAILABLE = 200, 503
MOST_WAIT_S = 30.0
KIB = 1024


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder:
        sessions = _filled(Path(folder))
        with _chat_alone(folder) as (shop, worker):
            fresh = _mib(worker, "VmRSS")
            _talk(shop, sessions)
            steady, peak = _mib(worker, "VmRSS"), _mib(worker, "VmHWM")
    at = f"at {SIZE} products"
    return [
        Figure(f"chat function {at} after {CHATS} chats", steady, "MiB", fresh, "at start", MOST_MIB, on_ratio=False),
        Figure(f"chat function {at}, its peak", peak, "MiB", fresh, "at start", MOST_MIB, on_ratio=False),
    ]


def _filled(folder: Path) -> dict[str, str]:
    """A session for each language."""
    wired = connect(Settings(folder, "http://127.0.0.1:8080", Path("absent"), b"s", "ERROR", "bench"))
    open_shop(wired, SIZE)
    sessions = Sessions(ClientDocuments(wired.documents, CLIENT), wired.clock, wired.new_id)
    hour = timedelta(hours=1)
    return {
        language: sessions.start(
            user_id="bench", platform="html", lifetime=hour, retention=hour, locale=language
        ).session_id
        for language in CONVERSATIONS
    }


@contextmanager
def _chat_alone(folder: str) -> Iterator[tuple[Shop, int]]:
    """The function's server, and the process that answers."""
    port = free_port()
    command = [sys.executable, "-m", "functions_framework", "--target", "chat", "--source", "functions/chat/main.py"]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": folder, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        shop = Shop(f"http://127.0.0.1:{port}", KEY)
        _until(lambda: _listens(shop))
        yield shop, int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def _talk(shop: Shop, sessions: Mapping[str, str]) -> None:
    _until(lambda: shop.say(sessions["en"], "hello").status != UNAVAILABLE)  # the index is being built
    said = [(language, message) for language, messages in CONVERSATIONS.items() for message in messages]
    for language, message in islice(cycle(said), CHATS):
        answer = shop.say(sessions[language], message)
        assert answer.status == OK, answer.body


def _listens(shop: Shop) -> bool:
    try:
        return shop.ask("GET", "/").status > 0
    except urllib.error.URLError:
        return False


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + MOST_WAIT_S
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {MOST_WAIT_S} s")
        time.sleep(0.05)


def _mib(pid: int, name: str) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split(f"{name}:")[1].split()[0]) / KIB
