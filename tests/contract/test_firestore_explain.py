"""D8: what Firestore says of how it served a query; Google's emulator says nothing, a server of its protocol does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.cloud.firestore_v1 import types

from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_explain import explain
from shared.platform.google_settings import Emulators
from shared.platform.ports.documents import IndexMissing, Order, Query

NEWEST = Query("sessions", {"clientId": "one"}, order=Order("createdAt", descending=True), limit=10)
RUN_QUERY = "/google.firestore.v1.Firestore/RunQuery"


class _Explaining(grpc.GenericRpcHandler):
    """Answers as the cloud does: the results first, then the metrics."""

    def service(self, call: Any) -> "grpc.RpcMethodHandler[Any, Any] | None":
        if call.method != RUN_QUERY:
            return None
        return grpc.unary_stream_rpc_method_handler(
            self._run, types.RunQueryRequest.deserialize, types.RunQueryResponse.serialize
        )

    def _run(self, request: types.RunQueryRequest, context: Any) -> Iterator[types.RunQueryResponse]:
        yield types.RunQueryResponse(document={"name": "projects/p/databases/d/documents/sessions/a"})
        if request.explain_options.analyze:
            index = {"query_scope": "Collection", "properties": "(clientId ASC, createdAt DESC, __name__ DESC)"}
            stats = {"results_returned": 1, "read_operations": 1, "execution_duration": timedelta(milliseconds=7)}
            plan = {"indexes_used": [index]}
            yield types.RunQueryResponse(explain_metrics={"plan_summary": plan, "execution_stats": stats})


@pytest.fixture
def explaining() -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((_Explaining(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(grace=None)


def test_index_reads_and_time_are_told(explaining: str) -> None:
    found = explain(Firestore("p", "d", explaining), NEWEST)
    assert found is not None
    assert [index["properties"] for index in found.indexes] == ["(clientId ASC, createdAt DESC, __name__ DESC)"]
    assert (found.results, found.reads, found.duration_ms) == (1, 1, 7.0)


def test_the_emulator_runs_the_query_and_tells_nothing(emulators: Emulators) -> None:
    assert explain(Firestore("p", "(default)", emulators.firestore), NEWEST) is None


def test_a_query_without_an_index_is_not_run() -> None:
    with pytest.raises(IndexMissing):
        explain(Firestore("p", "d", "127.0.0.1:1"), Query("sessions", {"clientId": "one"}, order=Order("userId")))
