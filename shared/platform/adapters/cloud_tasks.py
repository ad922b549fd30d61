"""Tasks by Cloud Tasks: an HTTP call to the queue's function, later, in the name of a service account."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shared.platform import trace
from shared.platform.adapters.grpc_client import GrpcClient, open_channel
from shared.platform.message_fields import TASK_NAME
from shared.platform.ports.clock import Clock

if TYPE_CHECKING:
    from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient

_HOST = "cloudtasks.googleapis.com"
_MAX_NAME = 500
_MAX_DELAY_S = 30 * 24 * 3600  # https://cloud.google.com/tasks/docs/quotas
_DISPATCH_DEADLINE = timedelta(minutes=10)  # then the attempt counts as failed


class CloudTasks:
    """Implements `Tasks`.

    A name is known while its task waits and for about an hour after it was executed or deleted: Cloud Tasks itself
    answers ALREADY_EXISTS (https://cloud.google.com/tasks/docs/reference/rpc/google.cloud.tasks.v2#createtaskrequest).
    A call that got no answer is not repeated here, since a second one could not tell its own task from a known one;
    the caller may enqueue the same name again.
    """

    def __init__(
        self,
        project: str,
        location: str,
        targets: Mapping[str, str],
        invoker: str,
        clock: Clock,
        emulator: str | None = None,
    ) -> None:
        """`targets`: queue -> URL of its function; `invoker`: e-mail of the account that may call it; `emulator`:
        `host:port`, where there are no accounts and `invoker` may be empty."""
        self._queues = f"projects/{project}/locations/{location}/queues"
        self._targets = targets
        self._invoker = invoker
        self._clock = clock
        self._client = GrpcClient(lambda: _connect(emulator))

    def enqueue(self, queue: str, data: Mapping[str, Any], *, name: str | None = None, delay_s: float = 0) -> bool:
        """Raises `StoreUnavailable`, `Refused` (no such queue, no permission), ValueError."""
        from google.api_core.exceptions import AlreadyExists
        from google.cloud.tasks_v2.types import Task

        task = Task(self._task(queue, data, name, delay_s))
        try:
            with self._client.call() as (client, timeout_s):
                client.create_task(parent=f"{self._queues}/{queue}", task=task, timeout=timeout_s, retry=None)
        except AlreadyExists:
            return False
        return True

    def _task(self, queue: str, data: Mapping[str, Any], name: str | None, delay_s: float) -> dict[str, Any]:
        if not 0 <= delay_s <= _MAX_DELAY_S:
            raise ValueError(f"a task waits 0 to {_MAX_DELAY_S} seconds, not {delay_s}")
        if name is not None and not 0 < len(name) <= _MAX_NAME:
            raise ValueError(f"a task's name has 1 to {_MAX_NAME} characters")
        task: dict[str, Any] = {
            "http_request": self._request(queue, data, name),
            "dispatch_deadline": _DISPATCH_DEADLINE,
        }
        if name is not None:
            task["name"] = f"{self._queues}/{queue}/tasks/{_task_id(name)}"
        if delay_s:
            task["schedule_time"] = self._clock() + timedelta(seconds=delay_s)
        return task

    def _request(self, queue: str, data: Mapping[str, Any], name: str | None) -> dict[str, Any]:
        if queue not in self._targets:
            raise ValueError(f"no function takes the tasks of queue {queue!r}")
        url = self._targets[queue]
        request: dict[str, Any] = {"url": url, "headers": _headers(name), "body": _json(data)}
        if self._invoker:
            request["oidc_token"] = {"service_account_email": self._invoker, "audience": url}
        return request


def _headers(name: str | None) -> dict[str, str]:
    now = trace.current()
    return {
        "Content-Type": "application/json",
        **({TASK_NAME: quote(name, safe="", errors="replace")} if name is not None else {}),
        **({"traceparent": now.traceparent, "X-Request-Id": now.request_id} if now else {}),
    }


def _task_id(name: str) -> str:
    """A name may be any text, a task's id not; hashes also spread better over Cloud Tasks' storage than sequences."""
    return hashlib.sha256(name.encode(errors="replace")).hexdigest()


def _json(data: Mapping[str, Any]) -> bytes:
    """Raises ValueError or TypeError for what is not JSON."""
    return json.dumps(dict(data), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _connect(emulator: str | None) -> "CloudTasksClient":
    from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient
    from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

    channel = open_channel(CloudTasksGrpcTransport, _HOST, emulator)
    return CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
