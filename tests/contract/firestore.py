"""Firestore for the contract suite: one emulator for all tests, a project of its own for each; and a relay before it
that can fail."""

import select
import socket
import struct
import threading
from contextlib import suppress
from typing import Self
from uuid import uuid4

from shared.platform.adapters.firestore_client import connect
from shared.platform.adapters.firestore_documents import FirestoreDocuments
from tests.support import SteppedClock


def new_project() -> str:
    return f"test-{uuid4().hex[:20]}"


def firestore_documents(emulator: str, clock: SteppedClock) -> FirestoreDocuments:
    """`emulator` is its host and port."""
    return FirestoreDocuments(connect(new_project(), emulator=emulator), clock)


class Relay:
    """Passes bytes on to `target` (host:port), unless told otherwise.

    Faults: `refuse` closes each connection at once, `reset` resets it, `swallow` takes what comes and answers
    nothing, `deaf` passes on what is asked and swallows the answers.
    """

    def __init__(self, target: str) -> None:
        host, port = target.rsplit(":", 1)
        self._target = (host, int(port))
        self._fault: str | None = None
        self._round = 0  # connections of an earlier one are closed, each by its own thread
        self._reset = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._drop(reset=False)

    def fault(self, kind: str | None) -> None:
        """From now on. A connection that has once met `swallow` or `deaf` stays dead, as one does whose packets
        were lost."""
        self._fault = kind
        if kind in ("refuse", "reset"):
            self._drop(reset=kind == "reset")

    def reset_soon(self) -> None:
        threading.Timer(0.002, self._drop, kwargs={"reset": True}).start()

    def _drop(self, *, reset: bool) -> None:
        self._reset = reset
        self._round += 1

    def _accept(self) -> None:
        with suppress(OSError):  # the end of the relay
            while True:
                client, _ = self._listener.accept()
                if self._fault in ("refuse", "reset"):
                    _close(client, reset=self._fault == "reset")
                else:
                    threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), socket.create_connection(self._target) as server:
            self._pump(client, server, self._round)
        _close(client, reset=self._reset)

    def _pump(self, client: socket.socket, server: socket.socket, begun: int) -> None:
        dead = False
        while self._round == begun:
            for end in select.select([client, server], [], [], 0.001)[0]:
                data = end.recv(65536)
                if not data:
                    return
                dead = dead or self._fault == "swallow" or (self._fault == "deaf" and end is server)
                if not dead:
                    (server if end is client else client).sendall(data)


def _close(end: socket.socket, *, reset: bool) -> None:
    with suppress(OSError):
        if reset:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            end.shutdown(socket.SHUT_RDWR)
        end.close()
