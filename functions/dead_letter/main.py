"""Keeps the events that Pub/Sub gave up delivering."""

import json

import functions_framework
from cloudevents.http import CloudEvent

from shared.platform.dead_letters import DeadLetter, DeadLetters
from shared.platform.tenant import CLIENT_ID
from shared.web.listener import EventFunction, Notice

# https://cloud.google.com/pubsub/docs/handling-failures#track-delivery-attempts
SUBSCRIPTION, ATTEMPTS = "CloudPubSubDeadLetterSourceSubscription", "CloudPubSubDeadLetterSourceDeliveryCount"


def keep(notice: Notice) -> None:
    """What cannot even be read is kept by the event function itself."""
    subscription = notice.attributes.get(SUBSCRIPTION, "unknown")
    reason = f"{notice.attributes.get(ATTEMPTS, 'all')} deliveries failed"
    message = json.dumps({"data": notice.data, "attributes": notice.attributes}, ensure_ascii=False)
    letter = DeadLetter(
        function.name, subscription, notice.message_id, reason, message, notice.attributes.get(CLIENT_ID)
    )
    DeadLetters(notice.platform.documents, notice.platform.clock).keep(letter)


function = EventFunction("dead_letter", "dead-letters", keep, for_a_client=False)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def dead_letter(event: CloudEvent) -> None:
    function(event)
