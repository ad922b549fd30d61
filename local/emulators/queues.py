"""The task queues in the emulator, which speaks gRPC alone: a process that forks afterwards must not make them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from shared.platform.settings import GoogleSettings

if TYPE_CHECKING:
    from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient

_TIMEOUT_S = 10.0


def targets(functions: Mapping[str, Mapping[str, Any]], push_to: str) -> str:
    """The setting that says which function does the tasks of each queue; `functions` as in functions.json."""
    done = {function["queue"]: name for name, function in functions.items() if function["kind"] == "task"}
    return ",".join(f"{queue}={push_to}/{name}" for queue, name in sorted(done.items()))


def make(google: GoogleSettings, queues: Iterable[str]) -> None:
    """Making them again changes nothing."""
    if not queues or google.emulators is None:
        return
    from google.api_core.exceptions import AlreadyExists
    from google.cloud.tasks_v2.types import Queue

    parent = f"projects/{google.project}/locations/{google.region}"
    client = _client(google.emulators.tasks)
    for queue in queues:
        try:
            client.create_queue(parent=parent, queue=Queue(name=f"{parent}/queues/{queue}"), timeout=_TIMEOUT_S)
        except AlreadyExists:
            continue


def _client(host: str) -> "CloudTasksClient":
    import grpc
    from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient
    from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

    return CloudTasksClient(transport=CloudTasksGrpcTransport(channel=grpc.insecure_channel(host)))
