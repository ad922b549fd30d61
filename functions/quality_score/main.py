"""Scores a conversation after each turn."""

from contextlib import suppress

import functions_framework
from cloudevents.http import CloudEvent

from shared.catalogue.repository import Catalogue
from shared.platform.ports.documents import Missing
from shared.quality.score import score
from shared.shopper.session import Sessions
from shared.shopper.transcript import Transcript
from shared.web.listener import EventFunction, Notice
from shared.web.push import Poison

MOST_MESSAGES = 200


def judge(notice: Notice) -> None:
    """Stores the score on the session. It depends on what is stored alone, so a second delivery changes nothing."""
    session_id = notice.data.get("sessionId")
    if not isinstance(session_id, str):
        raise Poison("the event names no session")
    messages = Transcript(notice.documents).last(session_id, MOST_MESSAGES)
    if not messages:  # erased meanwhile: nothing is left to judge
        return
    shown = sorted({product_id for message in messages for product_id in message.product_ids})
    products = {product.product_id: product for product in Catalogue(notice.documents).get_many(shown)}
    sessions = Sessions(notice.documents, notice.platform.clock, notice.platform.new_id)
    with suppress(Missing):
        sessions.update(session_id, {"qualityScore": score(messages, products).to_body()})


function = EventFunction("quality_score", "conversation.updated", judge)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def quality_score(event: CloudEvent) -> None:
    function(event)
