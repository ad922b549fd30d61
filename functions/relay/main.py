"""Publishes the events that were held while Pub/Sub was away."""

from time import monotonic

import functions_framework
from cloudevents.http import CloudEvent

from shared.platform import log
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice

AT_ONCE, LONGEST_S = 500, 20.0


def publish_held(notice: Notice) -> None:
    """An event may be published twice, never lost: who listens takes it once by its message id."""
    until = monotonic() + LONGEST_S
    while delivered := notice.platform.events.deliver_held(AT_ONCE):
        log.info("held events published", count=delivered)
        if delivered < AT_ONCE or monotonic() > until:
            return


function = EventFunction(
    "relay",
    "schedule.relay",
    publish_held,
    deployment=Deployment(schedule="* * * * *", publishes=("alert.fired", "conversation.updated", "events.recorded")),
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def relay(event: CloudEvent) -> None:
    function(event)
