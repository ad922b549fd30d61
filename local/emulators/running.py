"""Starts the emulators beside each other, waits until each answers, and stops them with whoever started them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.emulators.programs import Programs

READY_S, STOP_S = 60.0, 5.0
_PR_SET_PDEATHSIG = 1
_JAVA = ("-Duser.language=en", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")


class NotReady(Exception):
    """An emulator ended or did not answer in time; the message has its last lines."""


@dataclass(frozen=True)
class Ports:
    firestore: int
    websocket: int  # the Firestore emulator opens it whether anybody listens or not
    pubsub: int
    storage: int
    tasks: int

    @classmethod
    def free(cls) -> "Ports":
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
        ports = [int(taken.getsockname()[1]) for taken in sockets]
        for taken in sockets:
            taken.close()
        return cls(*ports)

    def environment(self) -> dict[str, str]:
        """The settings by which the product and Google's clients find them."""
        return {
            "FIRESTORE_EMULATOR_HOST": f"127.0.0.1:{self.firestore}",
            "PUBSUB_EMULATOR_HOST": f"127.0.0.1:{self.pubsub}",
            "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{self.storage}",
            "TASKS_EMULATOR_HOST": f"127.0.0.1:{self.tasks}",
        }


@contextmanager
def running(programs: Programs, folder: Path, ports: Ports | None = None) -> Iterator[Ports]:
    """`folder` takes logs and files. Raises `NotReady`."""
    ports = ports or Ports.free()
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for name, command in _commands(programs, ports, folder).items():
            stack.enter_context(_process(command, folder / f"{name}.log"))
        for name, answers in _questions(ports).items():
            _wait(name, answers, folder / f"{name}.log")
        yield ports


def _commands(programs: Programs, ports: Ports, folder: Path) -> Mapping[str, Sequence[str]]:
    java = [str(programs.java), *_JAVA]
    main = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
    files = folder / "storage"
    files.mkdir(exist_ok=True)
    programs.storage.chmod(0o755)
    at = f"127.0.0.1:{ports.storage}"
    return {
        "firestore": [
            *(*java, "-cp", str(programs.firestore), main, "start", "--host", "127.0.0.1"),
            *("--port", str(ports.firestore), "--websocket_port", str(ports.websocket)),
        ],
        "pubsub": [*java, "-jar", str(programs.pubsub), "--host=127.0.0.1", f"--port={ports.pubsub}"],
        "storage": [
            *(str(programs.storage), "-scheme", "http", "-host", "127.0.0.1", "-port", str(ports.storage)),
            *("-backend", "filesystem", "-filesystem-root", str(files)),
            *("-public-host", at, "-external-url", f"http://{at}"),
        ],
        "tasks": [str(programs.tasks), "start", "-p", str(ports.tasks), "-r", "5", "-q"],
    }


def _questions(ports: Ports) -> Mapping[str, Callable[[], bool]]:
    return {
        "storage": lambda: _serves(f"http://127.0.0.1:{ports.storage}/storage/v1/b?project=any"),
        "tasks": lambda: _is_open(ports.tasks),
        "pubsub": lambda: _serves(f"http://127.0.0.1:{ports.pubsub}/"),
        "firestore": lambda: _serves(f"http://127.0.0.1:{ports.firestore}/"),
    }


@contextmanager
def _process(command: Sequence[str], log: Path) -> Iterator[None]:
    """In a process group of its own, so that a Ctrl-C first lets the stack finish what is under way."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_the_parent,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_the_parent() -> None:
    """Whatever kills the stack, kill -9 included (https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(name: str, answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + READY_S
    while not answers():
        if time.monotonic() > deadline:
            raise NotReady(f"the {name} emulator did not answer within {READY_S:.0f} s:\n{_last_lines(log)}")
        time.sleep(0.1)


def _serves(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - an address of this machine
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
