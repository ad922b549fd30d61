"""H38: quality before and after a change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.discovery.tuning import Tuning
from shared.quality.replay import Conversation, Engine, NothingToReplay, embedded, replay, rerun
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import Stock, frame

START = datetime(2026, 11, 22, tzinfo=UTC)
COLOURS = ("black", "gold", "blue", "tortoise", "silver", "red")
FRAMES = [
    frame(f"{colour}-{number}", colour_family=colour, frame_shape=shape, popularity=0.1 if colour == "gold" else 0.9)
    for colour in COLOURS
    for number, shape in enumerate(("round", "square", "panto", "oval", "aviator"))
]
STOCK = Stock(FRAMES)


def _read(ids):  # type: ignore[no-untyped-def]
    return [STOCK.by_id[id] for id in ids if id in STOCK.by_id]


def _engine(**factors: float) -> Engine:
    return embedded(STOCK.index, _read, Tuning(factors=factors))


def _asked(session_id: str, *texts: str) -> Conversation:
    said = [
        Message(f"{session_id}-{place}", session_id, "shopper", text, START + timedelta(minutes=place))
        for place, text in enumerate(texts)
    ]
    return Conversation(session_id, tuple(said))


CONVERSATIONS = [_asked("one", "golden glasses please", "rather round ones"), _asked("two", "something in gold")]


def _stored(conversation: Conversation) -> Conversation:
    return replace(conversation, messages=tuple(rerun(conversation, _engine())))


def test_h38_the_same_ranking_changes_nothing() -> None:
    done = replay([_stored(one) for one in CONVERSATIONS], _engine(), _read)
    assert [one.points for one in done.each] == [0, 0]
    assert done.points == 0
    assert not done.is_regression
    assert done.worst == ()


def test_h38_a_planted_regression_is_flagged_and_its_losers_named() -> None:
    done = replay([_stored(one) for one in CONVERSATIONS], _engine(colour=0.0), _read)
    assert done.is_regression
    assert done.after < done.before
    assert done.worst[0].points == min(one.points for one in done.each)
    assert {one.session_id for one in done.worst} <= {"one", "two"}


def test_two_rankings_are_compared_without_what_is_stored() -> None:
    done = replay(CONVERSATIONS, _engine(), _read, before=_engine(colour=0.0))
    assert done.points > 0


def test_how_long_answers_took_then_does_not_count() -> None:
    slow = [
        replace(one, messages=tuple(replace(message, duration_ms=60_000.0) for message in one.messages))
        for one in map(_stored, CONVERSATIONS)
    ]
    assert replay(slow, _engine(), _read).points == 0


def test_wishes_are_carried_from_turn_to_turn() -> None:
    messages = rerun(CONVERSATIONS[0], _engine())
    assert [message.role for message in messages] == ["shopper", "assistant"] * 2
    assert messages[-1].wishes is not None
    assert {wish["value"] for wish in messages[-1].wishes["items"]} == {"gold", "round"} | {
        wish["value"]
        for wish in messages[1].wishes["items"]  # type: ignore[index]
    }


def test_without_a_shopper_there_is_nothing_to_replay() -> None:
    with pytest.raises(NothingToReplay):
        replay([Conversation("empty", ())], _engine(), _read)
