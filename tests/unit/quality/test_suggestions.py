"""H37: what a shop can do better."""

from typing import Any

from shared.quality.issue import Issue
from shared.quality.suggestions import Scored, suggestions


def _scored(session_id: str, *issues: tuple[str, tuple[str, ...]], satisfaction: float = 3.5) -> Scored:
    found = tuple(Issue(code, turn, "m", about) for turn, (code, about) in enumerate(issues))
    return Scored(session_id, satisfaction, found)


def test_h37_the_attribute_that_cost_most_chats_comes_first() -> None:
    hinge, weight = ("missing_attribute", ("hinge",)), ("missing_attribute", ("weight",))
    found = suggestions(
        [_scored("1", hinge), _scored("2", hinge), _scored("3", weight, satisfaction=1.5), _scored("4", weight)]
    )
    assert [(one.about, one.conversations, one.lost) for one in found] == [("weight", 2, 1), ("hinge", 2, 0)]
    assert found[0].examples[0] == "3"
    assert "weight" in found[0].text


def test_words_are_counted_each_and_once_for_a_conversation() -> None:
    said = ("unknown_words", ("clubby", "browny"))
    found = suggestions([_scored("1", said, said), _scored("2", ("unknown_words", ("clubby",)))])
    assert [(one.about, one.conversations) for one in found] == [("clubby", 2), ("browny", 1)]


def test_empty_results_are_counted_by_all_that_was_wished_together() -> None:
    first, second = ("colour:gold", "price"), ("price", "colour:gold")
    found = suggestions([_scored("1", ("empty_result", first)), _scored("2", ("empty_result", second))])
    assert [(one.about, one.conversations) for one in found] == [("colour:gold + price", 2)]


def test_slow_answers_are_counted_by_their_kind() -> None:
    found = suggestions([_scored("1", ("slow_answer", ("2.0 s",))), _scored("2", ("slow_answer", ("3.0 s",)))])
    assert [(one.code, one.about, one.conversations) for one in found] == [("slow_answer", "", 2)]


def test_no_conversation_suggests_nothing() -> None:
    assert suggestions([]) == []


def test_scores_without_issues_of_an_older_version_are_passed_over() -> None:
    assert Scored.from_body("s", None) is None
    assert Scored.from_body("s", {"overall": 80.0, "components": {}}) is None
    body: dict[str, Any] = {"issues": [{"code": "gone", "turn": 0}], "satisfaction": {"overall": 3.0, "turns": []}}
    read = Scored.from_body("s", body)
    assert read is not None
    assert read.issues == ()
