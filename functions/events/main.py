"""Journey events from the shop's pages."""

from datetime import timedelta

from flask import Request, Response

from shared.insight.intake import EventLog, JourneyEvent
from shared.platform import timings, unwritten, widget_reports
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
        _measure(event, call.client.client_id)
    # Also for duplicates: the first delivery may have died between storing and telling. Listeners count once.
    if told := [event.event_id for event in batch if not event.is_measurement]:
        data = {"sessionId": session.session_id, "eventIds": told}
        call.platform.events.publish("events.recorded", data, attributes_for(call.client.client_id))
    return EventsTaken(accepted=len(intake.accepted), duplicates=intake.duplicates)


def _measure(event: JourneyEvent, client_id: str) -> None:
    facts = event.facts
    if event.type == "widget_loaded" and "widgetLoadTime" in facts:
        timings.record("widgetLoadTime", facts["widgetLoadTime"], client_id)
    elif event.type == "web_vital":
        widget_reports.record_vital(facts["metric"], facts["measured"], client_id)
    elif event.type == "widget_error":
        widget_reports.record_error(facts.get("code", unwritten.OTHER), client_id)
