"""Counts what a session's events tell of it."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.insight.counting import Counting
from shared.web.listener import EventFunction, Notice
from shared.web.push import Poison


def count(notice: Notice) -> None:
    """Counts the whole session anew, so a second delivery, or one out of order, changes nothing."""
    session_id = notice.data.get("sessionId")
    if not isinstance(session_id, str):
        raise Poison("the event names no session")
    Counting(notice.documents, notice.platform.clock).take(session_id)


function = EventFunction("analytics_rollup", "events.recorded", count)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def analytics_rollup(event: CloudEvent) -> None:
    function(event)
