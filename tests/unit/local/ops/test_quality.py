"""What a shop's conversations ask for, and how they would go under another ranking."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from local.ops import __main__ as ops
from local.ops import quality
from local.ops.refused import Refused
from shared.catalogue.repository import Catalogue
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.quality.replay import Conversation, embedded, rerun
from shared.quality.score import score
from shared.shopper.conversation import Message
from shared.shopper.session import Session, Sessions
from shared.shopper.transcript import Transcript
from tests.support import SteppedClock
from tests.unit.discovery.frames import frame

Start = Callable[[], Session]
COLOURS = ("black", "gold", "blue", "tortoise")


@pytest.fixture
def talk(documents: ClientDocuments, clock: SteppedClock, live: Platform, start: Start) -> Callable[[str], str]:
    """A conversation that is stored and scored as the functions do it; its session's id."""
    catalogue = Catalogue(documents)
    catalogue.put(
        frame(f"{colour}-{n}", client_id="one", colour_family=colour, popularity=0.0 if colour == "gold" else 1.0)
        for colour in COLOURS
        for n in range(6)
    )

    def said(text: str) -> str:
        session = start()
        asked = Message(live.new_id(), session.session_id, "shopper", text, clock())
        heard = rerun(Conversation(session.session_id, (asked,)), embedded(catalogue.index(), catalogue.get_many))
        answer = Message.from_body(
            heard[1].to_body() | {"messageId": live.new_id(), "at": _later(clock)},
        )
        documents.batch(Transcript.additions([asked, answer], keep_until=clock() + timedelta(days=9)))
        products = {one.product_id: one for one in catalogue.get_many(list(answer.product_ids))}
        body = score([asked, answer], products).to_body()
        Sessions(documents, clock, live.new_id).update(session.session_id, {"qualityScore": body})
        return session.session_id

    return said


def _later(clock: SteppedClock) -> str:
    clock.forward(minutes=1)
    return clock().isoformat().replace("+00:00", "Z")


def test_h37_suggestions_name_what_shoppers_asked_for(documents: ClientDocuments, talk: Callable[[str], str]) -> None:
    session = talk("xyzzy frobnicate quux")
    found = quality.suggested(documents, 10)
    assert {"misunderstood", "abandoned"} <= {one["code"] for one in found}
    assert all(one["examples"] == [session] and one["lost"] == 1 for one in found)
    assert quality.suggested(documents, 1) == found[:1]


def test_h38_a_replay_compares_stored_answers_with_a_change(
    documents: ClientDocuments, talk: Callable[[str], str]
) -> None:
    session = talk("golden glasses")
    same, _ = quality.replayed(documents, {}, 10, stored=True)
    assert same.points == 0
    changed, said = quality.replayed(documents, {"colour": 0.0}, 10, stored=False)
    assert changed.is_regression
    assert said["regression"] is True
    assert said["worst"][0]["sessionId"] == session


def test_the_verbs_print_json_and_tell_a_regression_by_their_exit_code(
    live: Platform,
    talk: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ops, "platform", lambda: live)
    assert ops.main(["replay", "one"]) == 2  # nothing to replay yet
    talk("golden glasses")
    capsys.readouterr()
    assert ops.main(["replay", "one", "--factors", "colour=0"]) == 1
    assert json.loads(capsys.readouterr().out)["conversations"] == 1
    assert ops.main(["suggestions", "one"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)


@pytest.mark.parametrize("given", ["colour", "colour=much", "colour=-1", "shininess=2", "colour=nan"])
def test_a_factor_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(Refused):
        quality.factors_in([given])
