"""A conversation that finds frames."""

from datetime import timedelta
from time import perf_counter

from flask import Request, Response

from shared.catalogue.repository import Catalogue
from shared.discovery.dialogue import converse
from shared.discovery.impressions import recommendations
from shared.discovery.turn import Turn
from shared.discovery.wishes import Wishes
from shared.shopper.conversation import Message
from shared.shopper.session import Session
from shared.shopper.transcript import Transcript
from shared.web.call import Call
from shared.web.contract.chat import ChatMessage, ChatReply
from shared.web.deployment import Deployment
from shared.web.function import HttpFunction
from shared.web.listener import attributes_for
from shared.web.turns import in_turn

HISTORY = 12  # messages that a reply looks back on

function = HttpFunction("chat", deployment=Deployment(timeout_s=60, warm=True, publishes=("conversation.updated",)))


def chat(request: Request) -> Response:
    return function(request)


@function.route("POST", "/v1/ai/chat", takes=ChatMessage, gives=ChatReply, errors=("NOT_FOUND",), feature="chat")
def reply(call: Call[ChatMessage]) -> ChatReply:
    """Understands a message, and answers with frames of this shop that are in stock now."""
    return in_turn(call.input.session_id, lambda: _answered(call))


def _answered(call: Call[ChatMessage]) -> ChatReply:
    started = perf_counter()
    session = call.sessions.get(call.input.session_id)
    catalogue = Catalogue(call.documents)
    turn = converse(
        call.input.message,
        wishes=Wishes.model_validate(session.wishes),
        history=Transcript(call.documents).last(session.session_id, HISTORY),
        face=session.face,
        index=catalogue.index(),
        read=catalogue.get_many,
    )
    message_id = _store(call, session, turn, started)
    data = {"sessionId": session.session_id, "messageId": message_id}
    call.platform.events.publish("conversation.updated", data, attributes_for(call.client.client_id))
    return ChatReply.of(message_id, turn)


def _store(call: Call[ChatMessage], session: Session, turn: Turn, started: float) -> str:
    """Both sides of the turn and the session's wishes, whole or not at all; the id of the reply."""
    platform = call.platform
    now = platform.clock()
    asked = Message(platform.new_id(), session.session_id, "shopper", call.input.message, now)
    answered = Message(
        platform.new_id(),
        session.session_id,
        "assistant",
        turn.reply,
        now + timedelta(milliseconds=1),  # after the question in every order by time
        product_ids=tuple(ranked.product_id for ranked in turn.ranked),
        intent=turn.intent,
        understood=turn.understood,
        handover=turn.handover,
        relaxed=tuple(turn.relaxed),
        wishes=turn.wishes.model_dump(mode="json", by_alias=True),
        duration_ms=(perf_counter() - started) * 1000,
        with_face=session.face is not None,
    )
    changes = {"wishes": answered.wishes, "recommendations": recommendations(turn.ranked)}
    keep_until = now + timedelta(days=call.client.retention_days)
    messages = Transcript.additions([asked, answered], keep_until=keep_until)
    change = call.sessions.change(session.session_id, changes, if_version=session.version)
    call.documents.batch([*messages, change])
    return answered.message_id
