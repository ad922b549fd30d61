"""Spans reach Cloud Trace under our own ids: a server here speaks its protocol (google.devtools.cloudtrace.v2)."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from shared.platform import trace
from shared.platform.adapters.cloud_trace import CloudTrace, export_spans
from shared.platform.ports.spans import Span

pytest.importorskip("opentelemetry.exporter.cloud_trace", reason="NOT CHECKED: the Cloud Trace exporter is missing")

from google.cloud.trace_v2 import BatchWriteSpansRequest, TraceServiceClient
from google.cloud.trace_v2.services.trace_service.transports import TraceServiceGrpcTransport
from google.cloud.trace_v2.types import Span as WrittenSpan
from google.protobuf.empty_pb2 import Empty  # type: ignore[import-untyped]

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the exporter's own
WRITE = "/google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans"


class CloudTraceServer:
    def __init__(self) -> None:
        self.requests: list[BatchWriteSpansRequest] = []
        self.refuses = False
        self._server = grpc.server(ThreadPoolExecutor(2))
        self._server.add_generic_rpc_handlers((_Handler(self._write),))
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def _write(self, request: BatchWriteSpansRequest, context: grpc.ServicerContext) -> Empty:
        if self.refuses:
            context.abort(grpc.StatusCode.PERMISSION_DENIED, "the trace agent's role is missing")
        self.requests.append(request)
        return Empty()

    def client(self) -> TraceServiceClient:
        channel = grpc.insecure_channel(self.address)
        return TraceServiceClient(transport=TraceServiceGrpcTransport(channel=channel))

    @property
    def spans(self) -> list[WrittenSpan]:
        return [span for request in self.requests for span in request.spans]

    def stop(self) -> None:
        self._server.stop(grace=None)


class _Handler(grpc.GenericRpcHandler):
    def __init__(self, write: Callable[..., Empty]) -> None:
        self._write = write

    def service(self, call: Any) -> "grpc.RpcMethodHandler[Any, Any] | None":
        if call.method != WRITE:
            return None
        return grpc.unary_unary_rpc_method_handler(
            self._write, BatchWriteSpansRequest.deserialize, Empty.SerializeToString
        )


@pytest.fixture
def server() -> Iterator[CloudTraceServer]:
    running = CloudTraceServer()
    yield running
    running.stop()


def _span(**facts: Any) -> Span:
    with trace.begin(None) as now:
        return Span("GET /v1/health", now, 12.5, **facts)


def test_a_span_arrives_with_the_ids_of_the_log_lines(server: CloudTraceServer) -> None:
    """D12, J9: a log line and its span are found by the same trace."""
    caller, ended = "ab" * 8, time.time_ns()
    span = _span(parent_id=caller, attributes={"http.route": "/v1/health", "http.status": 200}, ended_ns=ended)
    sink = CloudTrace("eyewear-prod", "health", 1.0, server.client)
    sink.record(span)
    assert sink.flush(20)

    assert server.requests[0].name == "projects/eyewear-prod"
    [written] = server.spans
    assert written.name == f"projects/eyewear-prod/traces/{span.trace.trace_id}/spans/{span.trace.span_id}"
    assert written.parent_span_id == caller
    assert written.display_name.value == "GET /v1/health"
    assert written.span_kind == WrittenSpan.SpanKind.SERVER
    assert (written.end_time - written.start_time).total_seconds() == pytest.approx(0.0125)
    facts = written.attributes.attribute_map
    assert facts["/http/route"].string_value.value == "/v1/health"
    assert facts["service.name"].string_value.value == "health"


def test_a_failed_request_is_marked(server: CloudTraceServer) -> None:
    sink = CloudTrace("p", "health", 1.0, server.client)
    sink.record(_span(failed=True))
    sink.record(_span())
    assert sink.flush(20)
    assert [span.status.code for span in server.spans] == [2, 0]  # UNKNOWN, OK


def test_nothing_is_lost_while_the_client_is_being_made(server: CloudTraceServer) -> None:
    may_open = threading.Event()

    def client() -> TraceServiceClient:
        may_open.wait(10)
        return server.client()

    sink = CloudTrace("p", "health", 1.0, client)
    given = [_span() for _ in range(50)]
    for span in given:
        sink.record(span)
    may_open.set()
    assert sink.flush(20)
    assert {span.span_id for span in server.spans} == {span.trace.span_id for span in given}


def test_a_share_takes_whole_traces(server: CloudTraceServer) -> None:
    sink = CloudTrace("p", "health", 0.25, server.client)
    given = [_span() for _ in range(400)]
    for span in given:
        sink.record(span)
        sink.record(Span("again", span.trace, 1.0))
    assert sink.flush(20)
    taken = [span.name.split("/")[3] for span in server.spans]
    assert 40 < len(set(taken)) < 180
    assert all(taken.count(trace_id) == 2 for trace_id in set(taken))


def test_what_cloud_trace_refuses_is_said_and_harms_nothing(
    server: CloudTraceServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.refuses = True
    sink = CloudTrace("p", "health", 1.0, server.client)
    sink.record(_span())
    sink.flush(20)
    written = capsys.readouterr()
    [line] = [json.loads(line) for line in written.out.splitlines()]
    assert (line["message"], line["error"], line["spans"]) == ("spans not exported", "PermissionDenied", 1)
    assert "Traceback" not in written.err


def test_without_credentials_requests_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def client() -> TraceServiceClient:
        raise OSError("no credentials")

    sink = CloudTrace("p", "health", 1.0, client)
    sink.record(_span())
    sink.flush(20)
    sink.record(_span())
    assert [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()] == ["tracing unavailable"]


def test_asking_for_spans_imports_nothing_yet() -> None:
    """The cold start stays as it is: the packages come after the first span, in a thread."""
    code = (
        "import sys; from shared.platform.adapters.cloud_trace import export_spans; export_spans('p', 's');"
        "heavy = ('opentelemetry', 'google.cloud.', 'google.api', 'grpc');"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"


def test_a_share_of_nothing_sends_nothing() -> None:
    sink = export_spans("p", "health", share=0.0)
    sink.record(_span())
    assert sink.flush(0.1)
    assert not [thread for thread in threading.enumerate() if thread.name == "cloud-trace"]
