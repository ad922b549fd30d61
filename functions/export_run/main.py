"""Makes the files of exports and reports."""

from flask import Request, Response

from shared.accounts.directory import Directory
from shared.exports.ledger import Leased
from shared.exports.run import Runner
from shared.web.deployment import Deployment
from shared.web.push import Poison
from shared.web.task import Task, TaskFunction

QUEUE = "exports"
_AFTER_S = 5.0  # beyond the lease's end


def make(task: Task) -> None:
    """It may come twice: what is finished or deleted is left alone.

    What another process holds is looked at again when its lease ends, in case that process has died.
    """
    client_id, export_id = task.data.get("clientId"), task.data.get("exportId")
    if not isinstance(client_id, str) or not isinstance(export_id, str):
        raise Poison("the task names no export")
    platform = task.platform
    client = Directory(platform.documents, platform.clock).client(client_id)
    if client is None:
        raise Poison("the export's client is gone")
    try:
        Runner(task.documents, platform.files, platform.clock).run(export_id, client)
    except Leased as leased:
        wait_s = (leased.until - platform.clock()).total_seconds() + _AFTER_S
        platform.tasks.enqueue(QUEUE, task.data, name=f"{export_id} after {leased}", delay_s=wait_s)


# One export at a time: its memory is a page of rows and a part of the file. A report of a million rows takes minutes.
function = TaskFunction(
    "export_run",
    QUEUE,
    make,
    deployment=Deployment(memory_mib=512, concurrency=1, timeout_s=1800, enqueues=(QUEUE,), buckets=("exports",)),
)


def export_run(request: Request) -> Response:
    return function(request)
