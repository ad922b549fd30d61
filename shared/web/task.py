"""A Cloud Function that does tasks: HTTP calls by Cloud Tasks, one at a time, until one succeeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from flask import Request, Response

from shared.insight.performance_writing import PerformanceWriter, failure_of
from shared.platform import log, trace, unwritten
from shared.platform.dead_letters import DeadLetter, DeadLetters
from shared.platform.message_fields import TASK_NAME
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.platform.wiring import Platform, platform
from shared.web.deployment import Deployment
from shared.web.push import Poison, json_object

MOST_ATTEMPTS = 5  # the queue allows more, so that no task is lost without a dead letter
_DEFAULT = Deployment()


@dataclass(frozen=True)
class Task:
    """It may come again: a handler has its effect once for each `name`."""

    name: str
    attempt: int  # 1 at the first
    data: Mapping[str, Any]
    platform: Platform

    @cached_property
    def documents(self) -> ClientDocuments:
        """A task for a client carries `clientId` in its data."""
        return ClientDocuments(self.platform.documents, self.data[CLIENT_ID])


class TaskFunction:
    """Answers 204 for what is done or given up, 503 for what is to come again, 400 for what is no task."""

    def __init__(
        self,
        name: str,
        queue: str,
        handle: Callable[[Task], None],
        wire: Callable[[], Platform] = platform,
        *,
        deployment: Deployment = _DEFAULT,
    ) -> None:
        self.name = name
        self.queue = queue
        self.deployment = deployment
        self._handle = handle
        self._wire = wire

    def __call__(self, request: Request) -> Response:
        """Who may call is settled before: the function takes calls of the queue's service account alone."""
        name = _name(request)
        if not name:
            return Response(status=400)
        with trace.begin(request.headers.get("traceparent"), request.headers.get("X-Request-Id")):
            try:
                self._take(name, request)
            except Exception as error:  # noqa: BLE001 - whatever happened, Cloud Tasks is told whether to come again
                log.error("task failed", cause=error, function=self.name, task=name, attempt=_attempt(request))
                unwritten.failed(None, failure_of(error, self.name, self.queue, self._platform.clock()))
                return Response(status=503)
            finally:
                self._performance.write_if_due()
        return Response(status=204)

    def _take(self, name: str, request: Request) -> None:
        content = request.get_data()
        try:
            self._handle(Task(name, _attempt(request), json_object(content), self._platform))
        except Poison as poison:
            self._keep(name, content, str(poison))
        except Exception as error:
            if _attempt(request) < MOST_ATTEMPTS:
                raise
            log.error("task given up", cause=error, function=self.name, task=name)
            self._keep(name, content, f"{MOST_ATTEMPTS} attempts failed, the last with {type(error).__name__}")
        else:
            log.info("task done", function=self.name, queue=self.queue, task=name)

    def _keep(self, name: str, content: bytes, reason: str) -> None:
        letter = DeadLetter(self.name, self.queue, name, reason, content.decode(errors="replace"))
        DeadLetters(self._platform.documents, self._platform.clock).keep(letter)

    @cached_property
    def _performance(self) -> PerformanceWriter:
        return PerformanceWriter(self._platform.documents, self._platform.clock, self._platform.new_id)

    @cached_property
    def _platform(self) -> Platform:
        return self._wire()


def _name(request: Request) -> str:
    """The name it was given, else the one that Cloud Tasks made."""
    return unquote(request.headers.get(TASK_NAME, "")) or request.headers.get("X-CloudTasks-TaskName", "")


def _attempt(request: Request) -> int:
    retries = request.headers.get("X-CloudTasks-TaskRetryCount", "0")
    return int(retries) + 1 if retries.isdecimal() else 1
