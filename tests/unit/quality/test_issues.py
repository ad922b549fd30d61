"""H35: what went wrong, each with the turn that shows it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.discovery.wishes import PriceWish, Wish, Wishes
from shared.quality.issue import TEXTS, Issue
from shared.quality.issues import find_issues
from shared.quality.mood import conversation_satisfaction
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PRODUCTS = {"a": frame("a"), "b": frame("b")}
GOLD = Wishes(items=(Wish(slot="colour", value="gold"),), price=PriceWish.model_validate({"max": "50"}))
WISHES = GOLD.model_dump(mode="json", by_alias=True)


def _shopper(text: str = "golden frames") -> Message:
    return Message("q", "s", "shopper", text, NOW)


def _answer(**changes: Any) -> Message:
    facts: dict[str, Any] = {"intent": "find", "understood": True, "product_ids": ("a",)} | changes
    return Message("r", "s", "assistant", facts.pop("text", "Here is one."), NOW, **facts)


def _found(*messages: Message) -> list[Issue]:
    return list(find_issues(messages, PRODUCTS, conversation_satisfaction(messages)))


@pytest.mark.parametrize(
    ("code", "changes", "turn", "about"),
    [
        ("unknown_words", {"unknown_words": ("clubmaster",)}, 0, ("clubmaster",)),
        ("missing_attribute", {"no_facts": ("hinge",)}, 0, ("hinge",)),
        ("misunderstood", {"understood": False}, 0, ()),
        ("empty_result", {"product_ids": (), "wishes": WISHES}, 1, ("colour:gold", "price")),
        ("wish_given_up", {"relaxed": ("price.max",)}, 1, ("price.max",)),
        ("wish_ignored", {"wishes": WISHES}, 1, ("price.max",)),
        ("unknown_product", {"product_ids": ("ghost",)}, 1, ("ghost",)),
        ("false_claim", {"text": "Frame a costs €1.00."}, 1, ("price",)),
        ("withheld_claim", {"withheld": 2}, 1, ()),
        ("slow_answer", {"duration_ms": 2500.0}, 1, ("2.5 s",)),
        ("forced_handover", {"handover": True, "intent": "unclear"}, 1, ()),
    ],
)
def test_h35_an_issue_names_its_turn_and_what_it_is_about(
    code: str, changes: dict[str, Any], turn: int, about: tuple[str, ...]
) -> None:
    issue = next(issue for issue in _found(_shopper(), _answer(**changes)) if issue.code == code)
    assert (issue.turn, issue.about) == (turn, about)
    assert issue.message_id == ("q", "r")[turn]
    assert "{" not in issue.text


def test_h35_what_the_shopper_shows() -> None:
    found = _found(
        _shopper("golden round frames please"), _answer(), _shopper("golden round frames please"), _answer()
    )
    assert [(issue.code, issue.turn) for issue in found if issue.code == "asked_again"] == [("asked_again", 2)]
    assert "complaint" in [issue.code for issue in _found(_shopper("this is useless"), _answer())]


def test_a_repeated_answer_is_an_issue() -> None:
    said = "Tell me more about what you would like."
    found = _found(_shopper("hm"), _answer(text=said), _shopper("gold"), _answer(text=said))
    assert ("repeated_answer", 3) in [(issue.code, issue.turn) for issue in found]


def test_a_conversation_left_open_is_abandoned_and_one_that_ends_well_is_not() -> None:
    lost = _found(_shopper("a purple monocle?"), _answer(product_ids=(), intent="unclear", understood=False))
    assert "abandoned" in [issue.code for issue in lost]
    thanked = _answer(intent="thanks", product_ids=(), text="With pleasure.")
    assert _found(_shopper(), _answer(), _shopper("Great, thanks"), thanked) == []


def test_an_issue_comes_back_from_its_body() -> None:
    issue = Issue("unknown_words", 2, "m", ("clubmaster",))
    assert Issue.from_body(issue.to_body()) == issue


def test_every_code_has_its_texts() -> None:
    assert all(set(texts) == {"text", "do", "counted"} for texts in TEXTS.values())


def test_a_message_of_an_older_version_gives_no_trouble() -> None:
    bare = Message("r", "s", "assistant", "Hello.", NOW)
    assert _found(bare) == []
    assert _found(replace(bare, wishes={}), _shopper("")) == []
