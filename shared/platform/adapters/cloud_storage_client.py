"""A Cloud Storage client, made at first use; every call bounded in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from shared.platform.patience import OutOfPatience, outside_call
from shared.platform.ports.documents import StoreUnavailable

if TYPE_CHECKING:
    from google.cloud.storage import Client

GOOGLE = "https://storage.googleapis.com"
_PART_S, _PARTS_S = 20.0, 60.0  # for connecting and each answer, and for one part of an upload with its repetitions
_LONGEST_S = 2.2  # for a photo of 8 MB; connecting, sending and each answer may take a third of it


class CloudStorageClient:
    def __init__(self, project: str, emulator: str | None = None) -> None:
        """`emulator` is a base URL."""
        self.endpoint = emulator or GOOGLE
        self._make: Callable[[], Client] = lambda: _connect(project, emulator)
        self._made: Client | None = None
        self._lock = Lock()

    def current(self) -> "Client":
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @contextmanager
    def call(self, *, may_repeat: bool) -> Iterator[tuple["Client", dict[str, Any]]]:
        """The client, and the options of the one call to make with it.

        `may_repeat`: a second attempt has the same effect and the same answer. Raises `StoreUnavailable` when there
        was no good answer in time; what the service refuses (404, 412) is left to the caller.
        """
        from google.cloud.storage.retry import DEFAULT_RETRY

        client = self.current()
        try:
            with outside_call(_LONGEST_S) as left_s:
                third_s = left_s / 3
                retry = DEFAULT_RETRY.with_timeout(third_s).with_delay(0.05, third_s) if may_repeat else None
                yield client, {"timeout": (third_s, third_s), "retry": retry}
        except OutOfPatience:
            raise StoreUnavailable("no time is left to ask in") from None
        except Exception as error:
            if _is_unavailable(error):
                raise StoreUnavailable(type(error).__name__) from None
            raise

    @contextmanager
    def upload(self) -> Iterator[tuple["Client", dict[str, Any]]]:
        """The client, and the options of one upload, whose parts are each bounded in time; nobody waits for it.

        Raises `StoreUnavailable` when a part was not taken in time. What else ends the block is left as it is.
        """
        from google.cloud.storage.retry import DEFAULT_RETRY

        try:
            yield self.current(), {"timeout": (_PART_S, _PART_S), "retry": DEFAULT_RETRY.with_timeout(_PARTS_S)}
        except Exception as error:
            if _is_unavailable(error) or _is_broken_off(error):
                raise StoreUnavailable(type(error).__name__) from None
            raise


def _is_broken_off(error: Exception) -> bool:
    from google.cloud.storage.exceptions import DataCorruption, InvalidResponse

    return isinstance(error, (DataCorruption, InvalidResponse))


def _is_unavailable(error: Exception) -> bool:
    import requests
    from google.api_core.exceptions import RetryError, ServerError, TooManyRequests
    from google.auth.exceptions import TransportError

    kinds = (requests.RequestException, ConnectionError, TransportError, RetryError, ServerError, TooManyRequests)
    return isinstance(error, kinds)


def _connect(project: str, emulator: str | None) -> "Client":
    from google.cloud.storage import Client

    if emulator is None:
        return Client(project=project)
    from google.auth.credentials import AnonymousCredentials

    nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]
    return Client(project=project, credentials=nobody, client_options={"api_endpoint": emulator})
