"""Scores a conversation after each turn."""

import json
from functools import partial

import functions_framework
from cloudevents.http import CloudEvent

from shared.catalogue.repository import Catalogue
from shared.insight.adding import rollup_writes, until_counted
from shared.platform.ports.clock import parse_timestamp
from shared.platform.tenant import ClientDocuments
from shared.quality.counted import counts, difference
from shared.quality.score import score
from shared.shopper.collections import SESSIONS
from shared.shopper.session import Sessions
from shared.shopper.transcript import Transcript
from shared.web.listener import EventFunction, Notice
from shared.web.push import Poison

MOST_MESSAGES = 200
COUNTED = "countedQuality"  # the session's field, as JSON: a store then indexes one text and not every counter


def judge(notice: Notice) -> None:
    """Stores the score on the session. It depends on what is stored alone, so a second delivery changes nothing.

    Raises `StoreUnavailable` when others kept changing the same: to be delivered again.
    """
    session_id = notice.data.get("sessionId")
    if not isinstance(session_id, str):
        raise Poison("the event names no session")
    until_counted(partial(_judge, notice.documents, session_id))


def _judge(documents: ClientDocuments, session_id: str) -> None:
    """The session is read before its messages: who has seen fewer of them is `Stale`.

    The session keeps what it has added to the shop's counters; what is written is the difference to it, in one batch
    with the score.
    """
    session = documents.get(SESSIONS, session_id)
    messages = Transcript(documents).last(session_id, MOST_MESSAGES)
    if session is None or not messages:  # erased meanwhile: nothing is left to judge
        return
    shown = sorted({product_id for message in messages for product_id in message.product_ids})
    products = {product.product_id: product for product in Catalogue(documents).get_many(shown)}
    body = score(messages, products).to_body()
    before, after = json.loads(session.body.get(COUNTED, "{}")), counts(body)
    if session.body.get("qualityScore") == body and before == after:
        return
    changes = {"qualityScore": body, COUNTED: json.dumps(after, separators=(",", ":"))}
    began = parse_timestamp(session.body["createdAt"])
    documents.batch(
        [
            Sessions.change(session_id, changes, if_version=session.version),
            *rollup_writes(documents, began, difference(before, after)),
        ]
    )


function = EventFunction("quality_score", "conversation.updated", judge)


@functions_framework.cloud_event  # type: ignore[untyped-decorator]  # the framework has no types
def quality_score(event: CloudEvent) -> None:
    function(event)
