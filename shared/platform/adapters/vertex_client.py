"""Vertex AI's prediction service, by its generated client: `google.cloud.aiplatform_v1` and nothing above it.

The library takes more than a second to import: that begins with the first call, and whoever cannot wait for it goes
without.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from shared.platform.adapters.breaker import Breaker
from shared.platform.adapters.grpc_client import OPTIONS
from shared.platform.vertex_settings import VertexSettings

if TYPE_CHECKING:
    from google.cloud.aiplatform_v1.services.prediction_service import PredictionServiceClient

R = TypeVar("R")

ATTEMPTS, BACKOFF_S = 2, 0.2
LEAST_S = 0.3  # less is no time for a model to answer in
FAILURES_BORNE = 3  # in a row; after them nobody waits for a while


class VertexFailed(Exception):
    """No answer in time, or an error; `code` is a word for it that tells nothing of the request."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class VertexGarbled(Exception):
    """The service's answer is no message of its protocol."""


class VertexClient:
    def __init__(self, settings: VertexSettings) -> None:
        self._settings = settings
        self._breaker = Breaker(failures=FAILURES_BORNE)
        self._made: PredictionServiceClient | None = None
        self._starting: Thread | None = None
        self._obstacle = ""
        self._lock = Lock()

    def model_path(self, model: str) -> str:
        settings = self._settings
        at = f"projects/{settings.project}/locations/{settings.location}"
        return model if "/" in model else f"{at}/publishers/google/models/{model}"

    def call(self, ask: Callable[["PredictionServiceClient", float], R], *, timeout_s: float) -> R:
        """What `ask` answers, given the client and the seconds left; asked once more when the service was busy and
        time is left. Raises `VertexFailed`, `VertexGarbled`."""
        if not self._breaker.lets_through():
            raise VertexFailed("PAUSED")
        until = monotonic() + timeout_s
        client = self._current(until)
        for attempt in range(1, ATTEMPTS + 1):
            left_s = until - monotonic()
            try:
                with _translated():
                    answer = ask(client, left_s)
            except _Busy as busy:
                if attempt == ATTEMPTS or until - monotonic() < BACKOFF_S + LEAST_S:
                    self._breaker.failed()
                    raise VertexFailed(busy.code) from None
                time.sleep(BACKOFF_S)
            except VertexFailed:
                self._breaker.failed()
                raise
            else:
                self._breaker.succeeded()
                return answer
        raise VertexFailed("UNAVAILABLE")

    def _current(self, until: float) -> "PredictionServiceClient":
        with self._lock:
            if self._made is None and (self._starting is None or not self._starting.is_alive()):
                self._obstacle = "STARTING"
                self._starting = Thread(target=self._start, name="vertex", daemon=True)
                self._starting.start()
            starting = self._starting
        if starting is not None:
            starting.join(max(0.0, until - monotonic()))
        if self._made is None:
            raise VertexFailed(self._obstacle)
        return self._made

    def _start(self) -> None:
        try:
            self._made = _connect(self._settings)
        except VertexFailed as failed:
            self._obstacle = failed.code


class _Busy(VertexFailed):
    """Asking again may help."""


@contextmanager
def _translated() -> Iterator[None]:
    import requests
    from google.api_core import exceptions
    from google.auth.exceptions import GoogleAuthError
    from google.protobuf.json_format import ParseError

    try:
        yield
    except (exceptions.TooManyRequests, exceptions.ServiceUnavailable, exceptions.InternalServerError) as error:
        raise _Busy(_code(error)) from None
    except exceptions.BadGateway as error:
        raise _Busy(_code(error)) from None
    except (exceptions.GoogleAPICallError, exceptions.RetryError) as error:
        raise VertexFailed(_code(error)) from None
    except requests.exceptions.Timeout:
        raise VertexFailed("DEADLINE_EXCEEDED") from None
    except requests.exceptions.ConnectionError:
        raise _Busy("UNREACHABLE") from None
    except GoogleAuthError:
        raise VertexFailed("UNAUTHENTICATED") from None
    except (ParseError, requests.exceptions.RequestException, UnicodeDecodeError) as error:
        raise VertexGarbled(type(error).__name__) from None


def _code(error: Exception) -> str:
    status = getattr(error, "grpc_status_code", None)
    return str(status.name) if status is not None else type(error).__name__


def _connect(settings: VertexSettings) -> "PredictionServiceClient":
    """Raises `VertexFailed` where there are no credentials, or no library."""
    try:
        from google.auth.credentials import AnonymousCredentials
        from google.auth.exceptions import GoogleAuthError
        from google.cloud.aiplatform_v1.services.prediction_service import PredictionServiceClient
        from google.cloud.aiplatform_v1.services.prediction_service.transports.grpc import (
            PredictionServiceGrpcTransport as Grpc,
        )
        from google.cloud.aiplatform_v1.services.prediction_service.transports.rest import (
            PredictionServiceRestTransport as Rest,
        )
    except ImportError:
        raise VertexFailed("NOT_INSTALLED") from None
    if settings.endpoint.startswith("http://"):
        nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]
        plain = Rest(host=settings.endpoint.removeprefix("http://"), credentials=nobody, url_scheme="http")
        return PredictionServiceClient(transport=plain)
    host = settings.endpoint.removeprefix("https://") or _host(settings.location)
    try:
        channel = Grpc.create_channel(host, options=OPTIONS)
    except GoogleAuthError:
        raise VertexFailed("UNAUTHENTICATED") from None
    return PredictionServiceClient(transport=Grpc(channel=channel))


def _host(location: str) -> str:
    return "aiplatform.googleapis.com" if location == "global" else f"{location}-aiplatform.googleapis.com"
