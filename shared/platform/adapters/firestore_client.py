"""The connection to Firestore: where every call gets its timeout and its retries.

Importing this brings Google's client (about 0.3 s), so wiring imports it on the process's first call.

Waiting: a call waits for a connection that is being made (`waitForReady`), so a call that has not left yet is never
lost to a reconnect. A lost connection is tried again at least every second. A connection on which an answer did not
come in time is not used again: it may be dead without knowing, and a new one costs little.

Retries: reads, after failures that time may heal. Writes, only after ABORTED, Firestore's word for "not applied,
contended": after any other failure a write may have been applied, and an increment or a creation done twice would be
wrong, so it ends as `StoreUnavailable`.

After a few calls in a row without an answer the next ones fail at once for a second: requests that would only wait
would keep those that need no store from being served.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar

import grpc
from google.api_core.exceptions import GoogleAPICallError
from google.auth.exceptions import GoogleAuthError
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport

from shared.platform.adapters.breaker import Breaker
from shared.platform.adapters.firestore_errors import meaning
from shared.platform.adapters.limits import check_collection
from shared.platform.patience import OutOfPatience, outside_call
from shared.platform.ports.documents import StoreUnavailable
from shared.platform.setting_error import SettingError

EMULATOR_HOST = "FIRESTORE_EMULATOR_HOST"  # the name that Google's tools use
_CHANNEL = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1000),  # how long an attempt to connect may take
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 5000),
    ("grpc.use_local_subchannel_pool", 1),  # else a new channel would take up the abandoned one's connection
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.service_config", json.dumps({"methodConfig": [{"name": [{}], "waitForReady": True}]})),
)
_Code = grpc.StatusCode
NOT_APPLIED = frozenset({_Code.ABORTED})
MAY_HEAL = frozenset({_Code.ABORTED, _Code.UNAVAILABLE, _Code.INTERNAL, _Code.UNKNOWN})
_FAILURES, _SPARED_S = 3, 1.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.03, 0.4

T = TypeVar("T")
Pb = Any  # a message of Firestore's protocol


class Firestore:
    """One database. Every method raises the port's errors; ABORTED and what may heal is tried again within the call's
    patience. Threads share it; a process made by fork needs its own."""

    def __init__(self, project: str, database: str, emulator: str | None) -> None:
        self._database = f"projects/{project}/databases/{database}"
        self._metadata = (("google-cloud-resource-prefix", self._database),)
        self._emulator = emulator
        self._api: FirestoreClient | None = None
        self._connecting = Lock()
        self._breaker = Breaker(_SPARED_S, failures=_FAILURES)

    def name(self, collection: str, id: str) -> str:
        """The full name of a document. ValueError for a collection that cannot be."""
        return f"{self.parent}/{check_collection(collection)}/{id}"

    @property
    def parent(self) -> str:
        return f"{self._database}/documents"

    def commit(self, writes: Sequence[Pb]) -> Sequence[Pb]:
        """All or nothing; the time of each document's last change, as Timestamps."""
        request = _request(types.CommitRequest, database=self._database, writes=writes)
        response = self._answer(lambda api, **how: api.commit(request, **how), NOT_APPLIED)
        return [result.update_time for result in _raw(response).write_results]

    def delete_existing(self, name: str) -> None:
        """Raises `Missing` when there is none any more."""
        write = types.Write.pb()(delete=name)
        write.current_document.exists = True
        self.commit([write])

    def documents(self, names: Iterable[str], fields: Sequence[str] | None = None) -> list[Pb]:
        """Those that exist, in no order; `fields` are escaped paths, None for whole documents."""
        request = _request(types.BatchGetDocumentsRequest, database=self._database, documents=list(names))
        if fields is not None:
            _raw(request).mask.field_paths.extend(fields)
        answers = self._answer(lambda api, **how: list(api.batch_get_documents(request, **how)), MAY_HEAL)
        return [_raw(answer).found for answer in answers if _raw(answer).WhichOneof("result") == "found"]

    def run(self, query: Pb) -> list[Pb]:
        """The documents of a StructuredQuery, in order."""
        request = _request(types.RunQueryRequest, parent=self.parent, structured_query=query)
        answers = self._answer(lambda api, **how: list(api.run_query(request, **how)), MAY_HEAL)
        return [_raw(answer).document for answer in answers if _raw(answer).document.name]

    def explain(self, query: Pb) -> Pb | None:
        """The ExplainMetrics of a StructuredQuery that is run; None where the server, as the emulator, gives none."""
        request = _request(types.RunQueryRequest, parent=self.parent, structured_query=query)
        _raw(request).explain_options.analyze = True
        answers = self._answer(lambda api, **how: list(api.run_query(request, **how)), MAY_HEAL)
        explained = [_raw(answer) for answer in answers if _raw(answer).HasField("explain_metrics")]
        return explained[-1].explain_metrics if explained else None

    def aggregate(self, query: Pb) -> dict[str, Pb]:
        """The values of a StructuredAggregationQuery by alias."""
        request = _request(types.RunAggregationQueryRequest, parent=self.parent, structured_aggregation_query=query)
        answers = self._answer(lambda api, **how: list(api.run_aggregation_query(request, **how)), MAY_HEAL)
        return dict(_raw(answers[0]).result.aggregate_fields)

    def _answer(self, call: Callable[..., T], tried_again: frozenset[Any]) -> T:
        if not self._breaker.lets_through():
            raise StoreUnavailable("Firestore did not answer a moment ago")
        try:
            with outside_call() as timeout_s:
                answer = self._attempts(call, monotonic() + timeout_s, tried_again)
        except OutOfPatience:
            raise StoreUnavailable("the request has waited long enough") from None
        except StoreUnavailable:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answer

    def _attempts(self, call: Callable[..., T], deadline: float, tried_again: frozenset[Any]) -> T:
        pause_s = _FIRST_PAUSE_S
        while True:
            api = self._connected()
            try:
                return call(api, retry=None, timeout=deadline - monotonic(), metadata=self._metadata)
            except GoogleAPICallError as error:
                if error.grpc_status_code is _Code.DEADLINE_EXCEEDED:
                    self._abandon(api)
                if error.grpc_status_code not in tried_again or monotonic() + 2 * pause_s > deadline:
                    raise meaning(error) from error
            sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _connected(self) -> FirestoreClient:
        with self._connecting:
            if self._api is None:
                self._api = FirestoreClient(transport=FirestoreGrpcTransport(channel=self._channel()))
            return self._api

    def _abandon(self, api: FirestoreClient) -> None:
        """Calls under way on it go on; the channel closes after the last."""
        with self._connecting:
            if self._api is api:
                self._api = None

    def _channel(self) -> grpc.Channel:
        if self._emulator is not None:
            return grpc.insecure_channel(self._emulator, options=_CHANNEL)
        try:
            return FirestoreGrpcTransport.create_channel(options=_CHANNEL)
        except GoogleAuthError as error:
            raise SettingError(f"Google Cloud has no credentials here ({type(error).__name__}).") from None


def connect(project: str, database: str = "(default)", emulator: str | None = None) -> Firestore:
    """Opens nothing: the first call connects, with the environment's credentials, or to the emulator that is named
    here or by `FIRESTORE_EMULATOR_HOST`."""
    return Firestore(project, database, emulator or os.environ.get(EMULATOR_HOST))


def _request(kind: Any, **fields: Any) -> Any:
    """Made as a plain protobuf message, which is several times faster than Google's wrapper of it."""
    return kind.wrap(kind.pb()(**fields))


def _raw(message: Any) -> Pb:
    return type(message).pb(message)
