"""A conversation that finds frames."""

from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter

from flask import Request, Response

from shared.billing.meter import metered
from shared.catalogue.repository import Catalogue
from shared.discovery.dialogue import converse
from shared.discovery.language import DEFAULT, supported
from shared.discovery.scene import Visit
from shared.discovery.tuning import Tuning
from shared.discovery.turn import Turn
from shared.discovery.turn_record import TurnRecord, record
from shared.discovery.wishes import Wishes
from shared.grounding.held import Ground, held_to_records
from shared.grounding.rewording import Writer, rephrased
from shared.grounding.token_budget import TokenBudget
from shared.learning.tunings import Tunings
from shared.platform import log
from shared.shopper.conversation import Message
from shared.shopper.session import Session
from shared.shopper.transcript import Transcript
from shared.support.tickets import Handover, Tickets
from shared.web.call import Call
from shared.web.contract.chat import ChatMessage, ChatReply
from shared.web.deployment import Deployment
from shared.web.function import HttpFunction
from shared.web.listener import attributes_for
from shared.web.plan_limit import is_within_plan, require_within_plan
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
    require_within_plan(call, "messages")
    started = perf_counter()
    session = call.sessions.served(call.input.session_id)
    catalogue = Catalogue(call.documents)
    history = Transcript(call.documents).last(session.session_id, HISTORY)
    tuning = Tunings(call.documents, call.platform.clock).of(session.session_id)
    turn = converse(
        call.input.message,
        wishes=Wishes.model_validate(session.wishes),
        history=history,
        face=session.face,
        index=catalogue.index(),
        read=catalogue.get_many,
        language=session.language or supported(session.locale) or DEFAULT,
        visit=Visit(session.liked, session.dismissed, session.product_id, call.client.policies),
        tuning=tuning,
        embeddings=call.platform.embeddings() if call.platform.embeddings else None,
    )
    policies = [text for texts in call.client.policies.values() for text in texts.values()]
    turn = _worded(call, turn, history, Ground(session.face, policies, names=(call.client.branding.shop_name,)))
    stored, ticket_id = _store(call, session, turn, tuning, started)
    data = {"sessionId": session.session_id, "messageId": stored.answered_id}
    call.platform.events.publish("conversation.updated", data, attributes_for(call.client.client_id))
    return ChatReply.of(turn, stored.answered_id, stored.impression_id, ticket_id)


def _worded(call: Call[ChatMessage], turn: Turn, history: Sequence[Message], ground: Ground) -> Turn:
    """In a model's words where one is wired and they hold; what does not hold is not said, whoever wrote it."""
    held, withheld = held_to_records(turn, ground)
    if withheld:
        log.warning("claims withheld", engine=held.engine, kinds=sorted(withheld))
    writer = _writer(call)
    if writer is None:
        return held
    written = rephrased(held, call.input.message, history, ground, writer)
    if written.outcome not in ("used", "kept"):
        log.warning("model's reply not used", reason=written.outcome, kinds=sorted(written.withheld))
    return written.turn


def _writer(call: Call[ChatMessage]) -> Writer | None:
    platform, vertex = call.platform, call.platform.settings.vertex
    if platform.language_model is None or vertex is None or not is_within_plan(call, "modelTokens"):
        return None
    budget = TokenBudget(call.documents, platform.clock, vertex.tokens_per_day)
    return Writer(platform.language_model(), budget, vertex.timeout_s)


def _store(
    call: Call[ChatMessage], session: Session, turn: Turn, tuning: Tuning, started: float
) -> tuple[TurnRecord, str | None]:
    """The turn, and for a handover the ticket's id: both are stored or neither."""
    platform, now = call.platform, call.platform.clock()
    keep_until = now + timedelta(days=call.client.retention_days)
    recorded = record(
        call.input.message,
        turn,
        session,
        tuning=tuning,
        now=now,
        duration_ms=(perf_counter() - started) * 1000,
        keep_until=keep_until,
        new_id=platform.new_id,
    )
    writes = [*recorded.writes, metered(call.client.client_id, "messages", recorded.asked_id, now)]
    if not turn.handover:
        call.documents.batch(writes)
        return recorded, None
    handover = Handover(session.session_id, turn.intent, turn.language, recorded.asked_id)
    ticket_id, ticket = Tickets(call.documents).handed_over(handover, at=now, keep_until=keep_until)
    call.documents.batch([*writes, ticket])
    return recorded, ticket_id
