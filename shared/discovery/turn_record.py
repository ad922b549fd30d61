"""What a turn leaves behind: both its messages, the impression of what was shown, and the session's new state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.discovery.impressions import impression, recommendations
from shared.discovery.tuning import Tuning
from shared.discovery.turn import Turn
from shared.platform.ports.documents import Write
from shared.shopper.conversation import Message
from shared.shopper.session import Session, Sessions
from shared.shopper.transcript import Transcript

MOST_DISMISSED = 200  # products; the latest


@dataclass(frozen=True)
class TurnRecord:
    """`writes` belong in one batch: whole or not at all. `asked_id` is the shopper's message, `answered_id` ours."""

    writes: list[Write]
    asked_id: str
    answered_id: str
    impression_id: str | None


def record(
    message: str,
    turn: Turn,
    session: Session,
    *,
    tuning: Tuning,
    now: datetime,
    duration_ms: float,
    keep_until: datetime,
    new_id: Callable[[], str],
) -> TurnRecord:
    """The session is written only to the version that was read: raises `Stale` in the batch when it has changed."""
    asked = Message(new_id(), session.session_id, "shopper", message, now, language=turn.language)
    answered = _answer(new_id(), turn, session, now, duration_ms)
    writes: list[Write] = [*Transcript.additions([asked, answered], keep_until=keep_until)]
    changes: dict[str, Any] = {"wishes": answered.wishes, "language": turn.language}
    if turn.dismissed != session.dismissed:
        changes["dismissed"] = list(turn.dismissed[-MOST_DISMISSED:])
    impression_id = new_id() if turn.ranked else None
    if impression_id:
        changes["recommendations"] = recommendations(turn.ranked)
        writes.append(
            impression(
                impression_id,
                session.session_id,
                turn.ranked,
                source="chat",
                tuning=tuning,
                at=now,
                keep_until=keep_until,
            )
        )
    writes.append(Sessions.change(session.session_id, changes, if_version=session.version))
    return TurnRecord(writes, asked.message_id, answered.message_id, impression_id)


def _answer(message_id: str, turn: Turn, session: Session, now: datetime, duration_ms: float) -> Message:
    return Message(
        message_id,
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
        duration_ms=duration_ms,
        with_face=session.face is not None,
        language=turn.language,
        engine=turn.engine,
        withheld=turn.withheld,
        unknown_words=turn.unknown_words,
        no_facts=turn.no_facts,
        asked=turn.asked,
    )
