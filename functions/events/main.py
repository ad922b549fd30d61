"""Journey events from the shop's pages."""

from datetime import timedelta

from flask import Request, Response

from shared.insight.intake import EventLog
from shared.platform import timings
from shared.web.call import Call
from shared.web.contract.events import EventBatch, EventsTaken
from shared.web.deployment import Deployment
from shared.web.function import HttpFunction
from shared.web.listener import attributes_for
from shared.web.route import KIB

function = HttpFunction("events", deployment=Deployment(publishes=("events.recorded",)))


def events(request: Request) -> Response:
    return function(request)


@function.route("POST", "/v1/events", takes=EventBatch, gives=EventsTaken, errors=("NOT_FOUND",), max_body=256 * KIB)
def record(call: Call[EventBatch]) -> EventsTaken:
    """Takes up to 50 events of a session; an event sent twice counts once."""
    session = call.sessions.get(call.input.session_id)
    batch = [event.to_journey() for event in call.input.events]
    keep_until = call.platform.clock() + timedelta(days=call.client.retention_days)
    intake = EventLog(call.documents, call.sessions, call.platform.clock).record(
        session, batch, keep_until=keep_until
    )
    for event in intake.accepted:
        if event.type == "widget_loaded" and "widgetLoadTime" in event.facts:
            timings.record("widgetLoadTime", event.facts["widgetLoadTime"], call.client.client_id)
    # Also for duplicates: the first delivery may have died between storing and telling. Listeners count once.
    data = {"sessionId": session.session_id, "eventIds": [event.event_id for event in batch]}
    call.platform.events.publish("events.recorded", data, attributes_for(call.client.client_id))
    return EventsTaken(accepted=len(intake.accepted), duplicates=intake.duplicates)
