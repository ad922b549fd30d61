"""Scored conversations: a list to look through, and one with its messages."""

from shared.platform.newest import Found, newest
from shared.platform.ports.clock import timestamp
from shared.platform.ports.documents import Query, Range
from shared.quality.explanations import COMPONENTS
from shared.shopper.collections import SESSIONS
from shared.shopper.transcript import Transcript
from shared.web.call import Call
from shared.web.contract.conversation import (
    ConversationList,
    ConversationNamed,
    ConversationQuery,
    ConversationRow,
    ConversationShown,
)
from shared.web.errors import nothing_there

MOST_MESSAGES = 200  # as many as a score is made of
_FIELDS = ("createdAt", "platform", "qualityScore")


def listed(call: Call[ConversationQuery]) -> ConversationList:
    asked = call.input
    period = asked.period(call.platform.clock())
    span = Range("createdAt", ge=timestamp(period.start), lt=timestamp(period.end))
    page = newest(
        call.stores(),
        Query(SESSIONS, {}, range=span, fields=_FIELDS),
        by="createdAt",
        limit=asked.limit,
        cursor=asked.cursor,
        keep=lambda found: _is_asked_for(found, asked),
    )
    return ConversationList(items=[ConversationRow.of(found) for found in page.items], next_cursor=page.next_cursor)


def shown(call: Call[ConversationNamed]) -> ConversationShown:
    """Raises `ApiError` NOT_FOUND, for a session without a scored conversation too."""
    session_id = call.input.session_id
    documents = call.owning(SESSIONS, session_id)
    stored = documents.get(SESSIONS, session_id)
    if stored is None or not stored.body["qualityScore"]:
        raise nothing_there()
    messages = Transcript(documents).last(session_id, MOST_MESSAGES)
    return ConversationShown.whole(Found(documents.client_id, stored), messages, COMPONENTS)


def _is_asked_for(found: Found, asked: ConversationQuery) -> bool:
    body = found.document.body
    score = body["qualityScore"]
    if not score or asked.platform not in (None, body["platform"]):
        return False
    if asked.minimum is not None and score["overall"] < asked.minimum:
        return False
    if asked.maximum is not None and score["overall"] > asked.maximum:
        return False
    return asked.issue is None or any(issue["code"] == asked.issue for issue in score.get("issues", ()))
