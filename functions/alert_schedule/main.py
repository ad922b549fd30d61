"""Evaluates every alert rule by the clock."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.platform import log
from shared.web.alerting import FIRED, evaluate, owners
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice


class EvaluationFailed(Exception):
    """Of some owners; the log says whose. The others were evaluated all the same."""


def check(notice: Notice) -> None:
    """All at one moment. A second delivery looks again a little later, and finds nothing new to say."""
    platform, failed = notice.platform, 0
    at = platform.clock()
    for documents in owners(platform):
        try:
            changes = evaluate(platform, documents, at)
        except Exception as error:  # noqa: BLE001 - one client's fault must not silence the others' alerts
            log.error("alerts not evaluated", cause=error, clientId=documents.client_id)
            failed += 1
            continue
        for change in changes:
            what = "ended" if change.ended else "fired"
            log.warning(f"alert {what}", clientId=documents.client_id, alertId=change.alert_id, why=change.ended)
    if failed:
        raise EvaluationFailed(failed)


function = EventFunction(
    "alert_schedule",
    "schedule.alert_schedule",
    check,
    deployment=Deployment(schedule="*/5 * * * *", timeout_s=120, publishes=(FIRED,)),
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def alert_schedule(event: CloudEvent) -> None:
    function(event)
