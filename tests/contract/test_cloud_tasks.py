"""Tasks by Cloud Tasks beyond the common contract: what the emulator delivers over HTTP, and when it is away."""

import time
from collections.abc import Iterator
from concurrent import futures
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import grpc
import pytest
from google.cloud.tasks_v2.types import CreateTaskRequest, Task

from shared.platform import trace
from shared.platform.adapters.cloud_tasks import CloudTasks
from shared.platform.adapters.grpc_client import Refused
from shared.platform.adapters.known_names import KnownNames
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.google_settings import Emulators
from shared.platform.patience import one_request
from shared.platform.ports.documents import StoreUnavailable
from shared.web.task import MOST_ATTEMPTS
from tests.contract.messaging import LOCATION, QUEUES, Receiver, TaskQueues
from tests.proxy import Fault, Proxy
from tests.support import SteppedClock

ANSWER_S, RECOVERY_S = 3, 5  # as promised; not a measurement


@dataclass
class Emulated:
    project: str
    queues: TaskQueues
    receiver: Receiver
    tasks: CloudTasks


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def emulated(emulators: Emulators) -> Iterator[Emulated]:
    project = f"p-{uuid4().hex[:12]}"
    with Receiver() as receiver, TaskQueues(project, emulators.tasks) as queues:
        tasks = CloudTasks(project, LOCATION, receiver.targets, "", _now, emulators.tasks)
        yield Emulated(project, queues, receiver, tasks)


def _wait_for(receiver: Receiver, count: int, within_s: float = 10) -> None:
    end = time.monotonic() + within_s
    while len(receiver.done) < count:
        assert time.monotonic() < end, f"{len(receiver.done)} of {count} tasks came"
        time.sleep(0.02)


def test_a_task_comes_by_http_with_its_name_its_trace_and_its_attempt(emulated: Emulated) -> None:
    name = "export of Größe / 100 %"
    with trace.begin(None) as now:
        emulated.tasks.enqueue("exports", {"clientId": "one", "größe": 1}, name=name)
    emulated.queues.resume("exports")
    _wait_for(emulated.receiver, 1)
    ((queue, task, headers),) = emulated.receiver.done
    assert (queue, task.name, task.attempt, task.data) == ("exports", name, 1, {"clientId": "one", "größe": 1})
    assert headers["Content-Type"] == "application/json"
    assert headers["Traceparent"] == now.traceparent


def test_a_task_that_fails_comes_again_and_is_given_up_in_the_end(emulated: Emulated) -> None:
    def fail(task: Any) -> None:
        if task.attempt < MOST_ATTEMPTS - 1:
            raise RuntimeError

    emulated.receiver.handle = fail
    emulated.tasks.enqueue("exports", {"n": 1}, name="a")
    emulated.queues.resume("exports")
    _wait_for(emulated.receiver, MOST_ATTEMPTS - 1)
    time.sleep(0.4)  # the emulator would come again after 0.1 s
    assert [task.attempt for _, task, _ in emulated.receiver.done] == list(range(1, MOST_ATTEMPTS))


def test_a_delay_is_kept_by_the_emulators_own_clock(emulated: Emulated) -> None:
    emulated.queues.resume("exports")
    started = time.monotonic()
    emulated.tasks.enqueue("exports", {"n": 1}, delay_s=1.5)
    emulated.tasks.enqueue("exports", {"n": 2})
    _wait_for(emulated.receiver, 2)
    assert [task.data["n"] for _, task, _ in emulated.receiver.done] == [2, 1]
    assert time.monotonic() - started >= 1.4


def test_a_task_is_called_in_the_name_of_the_service_account_and_may_take_ten_minutes(
    emulated: Emulated, emulators: Emulators
) -> None:
    """The emulator adds no token, so what is stored is looked at."""
    account = "tasks@shop.iam.gserviceaccount.com"
    url = "https://exports.example"
    tasks = CloudTasks(emulated.project, LOCATION, {"exports": url}, account, _now, emulators.tasks)
    tasks.enqueue("exports", {"n": 1}, name="a")
    (stored,) = emulated.queues.stored("exports")
    token = stored.http_request.oidc_token
    assert (token.service_account_email, token.audience, stored.http_request.url) == (account, url, url)
    assert stored.dispatch_deadline.total_seconds() == 600
    assert stored.name.rpartition("/")[2].isalnum()


def test_a_queue_that_is_not_there_or_has_no_function_is_refused(emulated: Emulated, emulators: Emulators) -> None:
    with pytest.raises(ValueError, match="no function takes the tasks"):
        emulated.tasks.enqueue("nowhere", {})
    elsewhere = CloudTasks("p-elsewhere", LOCATION, emulated.receiver.targets, "", _now, emulators.tasks)
    with pytest.raises((Refused, StoreUnavailable)):
        elsewhere.enqueue("exports", {})


@pytest.mark.parametrize("fault", ["reset", "black hole"])
def test_away_is_said_in_time_and_the_name_is_free_again(
    fault: Fault, emulated: Emulated, emulators: Emulators, clock: SteppedClock, tmp_path: Any
) -> None:
    proxy = Proxy(emulators.tasks)
    behind = CloudTasks(emulated.project, LOCATION, emulated.receiver.targets, "", _now, proxy.address)
    tasks = KnownNames(behind, SqliteDocuments(tmp_path / "documents.sqlite", clock), clock)
    assert tasks.enqueue("exports", {"n": 0}, name="first")
    with proxy.faulty(fault):
        started = time.monotonic()
        with one_request(), pytest.raises(StoreUnavailable):
            tasks.enqueue("exports", {"n": 1}, name="a")
        assert time.monotonic() - started < ANSWER_S
    back = time.monotonic()
    while True:
        try:
            assert tasks.enqueue("exports", {"n": 2}, name="a") is True
            break
        except StoreUnavailable:
            assert time.monotonic() - back < RECOVERY_S
    proxy.close()


class _Cloud(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc has no types
    """Cloud Tasks' own answer to a known name, which the emulator does not give."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def service(self, call: Any) -> Any:
        assert call.method == "/google.cloud.tasks.v2.CloudTasks/CreateTask"
        return grpc.unary_unary_rpc_method_handler(
            self._create, request_deserializer=CreateTaskRequest.deserialize, response_serializer=Task.serialize
        )

    def _create(self, request: CreateTaskRequest, context: Any) -> Task:
        if request.task.name in self.known:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, "The task cannot be created because it exists.")
        self.known.add(request.task.name)
        return request.task


def test_in_the_cloud_the_service_itself_knows_the_names() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((_Cloud(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    tasks = CloudTasks("p", LOCATION, dict.fromkeys(QUEUES, "https://f.example"), "", _now, f"127.0.0.1:{port}")
    assert tasks.enqueue("exports", {}, name="a") is True
    assert tasks.enqueue("exports", {}, name="a") is False
    assert tasks.enqueue("others", {}, name="a") is True
    server.stop(None)
