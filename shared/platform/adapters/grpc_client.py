"""Google's gRPC clients: made at first use, and mended soon after an outage.

The options bound what gRPC would otherwise wait: up to 20 s for one connection attempt and two minutes between them
(https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md). `keepalive_timeout` also bounds how long sent
bytes may go unacknowledged (https://github.com/grpc/proposal/blob/master/A18-tcp-user-timeout.md).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from shared.platform.patience import CALL_S, OutOfPatience, outside_call
from shared.platform.ports.documents import StoreUnavailable

if TYPE_CHECKING:
    import grpc

C = TypeVar("C")

OPTIONS = (
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 2000),
    ("grpc.use_local_subchannel_pool", 1),  # so that a client made anew also connects anew
)


class Refused(Exception):
    """The service answered, and would answer the same again: a missing topic, a missing permission."""


class GrpcClient(Generic[C]):
    """After a call that ran out of time the connection may be dead without anyone having said so: it is given up, and
    the next call connects anew.
    """

    def __init__(self, make: Callable[[], C]) -> None:
        self._make = make
        self._made: C | None = None
        self._lock = Lock()

    @contextmanager
    def call(self, longest_s: float = CALL_S) -> Iterator[tuple[C, float]]:
        """The client, and the timeout in seconds of the one call to make with it.

        Raises `StoreUnavailable` when there was no answer in time, and then nothing is known about the effect;
        `Refused`; ValueError for a message that the service takes from nobody. Conflicts are left to the caller.
        """
        from google.api_core import exceptions

        client = self._current()
        try:
            with outside_call(longest_s) as timeout_s:
                yield client, timeout_s
        except OutOfPatience:
            raise StoreUnavailable("no time is left to ask in") from None
        except exceptions.InvalidArgument as error:
            raise ValueError(f"the cloud takes no such message: {error.message}") from None
        except (exceptions.AlreadyExists, exceptions.Aborted):
            raise
        except (exceptions.ClientError, exceptions.MethodNotImplemented) as error:
            if isinstance(error, exceptions.TooManyRequests | exceptions.Cancelled):
                raise StoreUnavailable(type(error).__name__) from None
            raise Refused(f"{type(error).__name__}: {error.message}") from None
        except (exceptions.GoogleAPICallError, exceptions.RetryError) as error:
            self._give_up(client)
            raise StoreUnavailable(type(error).__name__) from None

    def _current(self) -> C:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _give_up(self, client: C) -> None:
        """The connection closes with its last user."""
        with self._lock:
            if self._made is client:
                self._made = None


def open_channel(transport: Any, host: str, emulator: str | None) -> "grpc.Channel":
    """To `host` with the process's own credentials, or to an emulator (`host:port`) without any."""
    import grpc

    if emulator:
        return grpc.insecure_channel(emulator, options=OPTIONS)
    channel: grpc.Channel = transport.create_channel(host, options=OPTIONS)
    return channel
