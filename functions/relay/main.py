"""Publishes the events that were held while Pub/Sub was away."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.platform import log
from shared.web.deployment import Deployment
from shared.web.listener import EventFunction, Notice

AT_ONCE = 500


def publish_held(notice: Notice) -> None:
    """An event may be published twice, never lost: who listens takes it once by its message id."""
    if delivered := notice.platform.events.deliver_held(AT_ONCE):
        log.info("held events published", count=delivered)


function = EventFunction(
    "relay",
    "schedule.relay",
    publish_held,
    deployment=Deployment(schedule="* * * * *", publishes=("conversation.updated", "events.recorded")),
)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def relay(event: CloudEvent) -> None:
    function(event)
