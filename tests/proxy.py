"""A TCP proxy that can be told to misbehave."""

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

# `black hole` holds back both ways; `deaf` passes on what is asked and loses the answers, after which a connection
# stays dead, as a real one would.
Fault = Literal["none", "latency", "reset", "refuse", "black hole", "deaf"]
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER without time: closing sends a reset
_CHUNK = 65_536


class Proxy:
    """`127.0.0.1:port` stands for `target` (`host:port`). A fault holds for open connections and for new ones."""

    def __init__(self, target: str) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._fault: Fault = "none"
        self._latency_s = 0.0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @contextmanager
    def faulty(self, fault: Fault, latency_s: float = 0.0) -> Iterator[None]:
        self.set_fault(fault, latency_s)
        try:
            yield
        finally:
            self.set_fault("none")

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self.set_fault("reset")
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        self._thread.join(timeout=5)

    def set_fault(self, fault: Fault, latency_s: float = 0.0) -> None:
        """From now on, for open connections and for new ones."""
        self._fault, self._latency_s = fault, latency_s
        if fault in ("reset", "refuse"):
            self._loop.call_soon_threadsafe(self._drop)

    def reset_in(self, seconds: float) -> None:
        """Resets, once, the connections that are open then."""
        self._loop.call_soon_threadsafe(self._loop.call_later, seconds, self._drop)

    async def _end(self) -> None:
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        self._loop.stop()

    def _drop(self) -> None:
        for writer in list(self._open):
            self._end_connection(writer)

    def _end_connection(self, writer: asyncio.StreamWriter) -> None:
        if self._fault != "refuse":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._fault in ("reset", "refuse"):
            self._end_connection(writer)
            return
        try:
            upstream, to_upstream = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, to_upstream}
        await asyncio.gather(self._pass(reader, to_upstream), self._answer(upstream, writer), return_exceptions=True)
        self._open -= {writer, to_upstream}

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(_CHUNK):
                await self._deliver(data, sink)
        sink.close()

    async def _answer(self, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await upstream.read(_CHUNK):
                if self._fault == "deaf":
                    while await upstream.read(_CHUNK):
                        continue
                    return
                await self._deliver(data, writer)
        writer.close()

    async def _deliver(self, data: bytes, sink: asyncio.StreamWriter) -> None:
        while self._fault == "black hole":
            await asyncio.sleep(0.05)
        if self._fault == "latency":
            await asyncio.sleep(self._latency_s)
        sink.write(data)
        await sink.drain()

    def _run(self, work: Awaitable[asyncio.Server]) -> asyncio.Server:
        async def wait() -> asyncio.Server:
            return await work

        return asyncio.run_coroutine_threadsafe(wait(), self._loop).result(timeout=5)
