"""What is done once a day: each chore by itself, so that one that fails keeps none of the others from being done."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.maintenance.chores import CHORES
from shared.platform import log
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice


class ChoresFailed(Exception):
    """Some chores are to be tried again; the log says which and why."""


def keep_house(notice: Notice) -> None:
    """Every chore may be done twice. Raises `ChoresFailed` in the end, to be delivered again."""
    failed = []
    for name, chore in CHORES.items():
        try:
            done = chore(notice.platform)
            log.info("chore done", chore=name, **done)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other chores are done all the same
            log.error("chore failed", cause=error, chore=name)
            failed.append(name)
    if failed:
        raise ChoresFailed(", ".join(failed))


function = EventFunction(
    "maintenance",
    "schedule.maintenance",
    keep_house,
    deployment=Deployment(
        schedule="20 2 * * *", timeout_s=540, memory_mib=1024, buckets=("exports",), reads_backups=True
    ),
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def maintenance(event: CloudEvent) -> None:
    function(event)
