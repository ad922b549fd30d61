"""Lets a shop's ranking learn from what its shoppers do."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.learning.learning import Learning
from shared.web.listener import EventFunction, Notice
from shared.web.push import Poison


def teach(notice: Notice) -> None:
    """Counts each act once: what is counted already stands on the session, so a second delivery changes nothing."""
    session_id, event_ids = notice.data.get("sessionId"), notice.data.get("eventIds")
    if not isinstance(session_id, str):
        raise Poison("the event names no session")
    if not isinstance(event_ids, list) or not all(isinstance(id, str) for id in event_ids):
        raise Poison("the event names no recorded events")
    Learning(notice.documents, notice.platform.clock).take(session_id, event_ids)


function = EventFunction("learn", "events.recorded", teach)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def learn(event: CloudEvent) -> None:
    function(event)
