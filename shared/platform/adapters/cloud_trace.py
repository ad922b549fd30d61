"""Spans for Cloud Trace, by OpenTelemetry, under the ids that requests, events and log lines carry already.

Off unless asked for: OpenTelemetry and the Cloud Trace client are imported by a thread of their own after the first
span is given, so that neither a start nor an answer waits for them. The packages are needed in no other case.
"""

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock, Thread
from typing import TYPE_CHECKING

from shared.platform import log
from shared.platform.ports.spans import Span, SpanSink
from shared.platform.trace import Trace

if TYPE_CHECKING:
    from google.cloud.trace_v2 import BatchWriteSpansRequest, TraceServiceClient
    from opentelemetry.sdk.trace import ReadableSpan

EXPORT_TIMEOUT_S = 5.0
EXPORT_EVERY_MS = 2000
MOST_WAITING = 2048  # more than this while Cloud Trace is away is let go, the oldest first


def export_spans(project: str, service: str, *, share: float = 1.0) -> SpanSink:
    """Sends this `share` (0 to 1) of all traces to the Google Cloud `project`, as spans of `service`."""
    return CloudTrace(project, service, share, _default_client)


class CloudTrace:
    """Implements `SpanSink`. Make it in the process that serves: its thread does not survive a fork."""

    def __init__(self, project: str, service: str, share: float, client: Callable[[], "TraceServiceClient"]) -> None:
        self._project = project
        self._service = service
        self._share = share
        self._client = client
        self._early: deque[Span] = deque(maxlen=MOST_WAITING)
        self._pipeline: _Pipeline | None = None
        self._opening: Thread | None = None
        self._lock = Lock()

    def record(self, span: Span) -> None:
        if not _is_chosen(span.trace, self._share):
            return
        with self._lock:
            if self._pipeline is None:
                self._early.append(span)
                self._open_soon()
                return
        self._pipeline.give(span)

    def flush(self, timeout_s: float) -> bool:
        if self._opening is not None:
            self._opening.join(timeout_s)
        return self._pipeline.flush(timeout_s) if self._pipeline else not self._early

    def _open_soon(self) -> None:
        if self._opening is None:
            self._opening = Thread(target=self._open, name="cloud-trace", daemon=True)
            self._opening.start()

    def _open(self) -> None:
        try:
            pipeline = _Pipeline(self._project, self._service, self._client())
        except Exception as error:  # noqa: BLE001 - a shop is served without traces, too
            log.error("tracing unavailable", cause=error)
            return
        with self._lock:
            early, self._pipeline = list(self._early), pipeline
            self._early.clear()
        for span in early:
            pipeline.give(span)


class _Pipeline:
    """OpenTelemetry's batches and Google's exporter."""

    def __init__(self, project: str, service: str, client: "TraceServiceClient") -> None:
        from opentelemetry.exporter.cloud_trace import CloudTraceSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        logging.getLogger("opentelemetry.exporter.cloud_trace").disabled = True  # `_Patient` says it, as a JSON line
        exporter = CloudTraceSpanExporter(project, _Patient(client), "service.name")  # type: ignore[no-untyped-call]
        self._resource = Resource({"service.name": service})
        self._batches = BatchSpanProcessor(
            exporter,
            max_queue_size=MOST_WAITING,
            schedule_delay_millis=EXPORT_EVERY_MS,
            export_timeout_millis=EXPORT_TIMEOUT_S * 1000,
        )

    def give(self, span: Span) -> None:
        self._batches.on_end(self._readable(span))

    def flush(self, timeout_s: float) -> bool:
        return self._batches.force_flush(round(timeout_s * 1000))

    def _readable(self, span: Span) -> "ReadableSpan":
        from opentelemetry.sdk.trace import ReadableSpan
        from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

        def context(span_id: str, *, is_remote: bool) -> SpanContext:
            return SpanContext(int(span.trace.trace_id, 16), int(span_id, 16), is_remote, TraceFlags(1))

        return ReadableSpan(
            name=span.name,
            context=context(span.trace.span_id, is_remote=False),
            parent=context(span.parent_id, is_remote=True) if span.parent_id else None,
            resource=self._resource,
            attributes=span.attributes,
            kind=SpanKind.SERVER,
            status=Status(StatusCode.ERROR if span.failed else StatusCode.UNSET),
            start_time=span.ended_ns - round(span.duration_ms * 1_000_000),
            end_time=span.ended_ns,
        )


class _Patient:
    """The client as the exporter uses it, with a timeout and without the default retries."""

    def __init__(self, client: "TraceServiceClient") -> None:
        self._client = client

    def batch_write_spans(self, request: "BatchWriteSpansRequest") -> None:
        try:
            self._client.batch_write_spans(request, timeout=EXPORT_TIMEOUT_S, retry=None)
        except Exception as error:
            log.warning("spans not exported", error=type(error).__name__, spans=len(request.spans))
            raise


def _is_chosen(trace: Trace, share: float) -> bool:
    """The same for every span of a trace, in every function: decided by the trace's id."""
    return int(trace.trace_id[-8:], 16) < share * 0x1_0000_0000


def _default_client() -> "TraceServiceClient":
    from google.cloud.trace_v2 import TraceServiceClient

    return TraceServiceClient()
