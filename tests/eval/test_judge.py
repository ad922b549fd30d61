from dataclasses import replace

import pytest

from tests.eval.judge import gave_way, judge_other, judge_search
from tests.eval.query import Compared, Condition, Query
from tests.eval.shop import demo_shop
from tests.eval.text_search import TextSearch

SHOP = demo_shop()


def query(*turns: str, **stated: object) -> Query:
    blank = Query(id="one", language="en", turns=turns, conditions=(), compared=None, kind=None)
    return replace(blank, **stated)  # type: ignore[arg-type]


def never(name: str, *, hard: bool) -> Condition:
    return Condition(name, hard, lambda _: False)


def test_frames_that_break_a_stated_limit_silently_are_counted() -> None:
    assert judge_search(query("round glasses", conditions=(never("priceMax", hard=True),)), SHOP).violations > 0


def test_soft_conditions_are_never_violated() -> None:
    assert judge_search(query("round glasses", conditions=(never("colourFamily", hard=False),)), SHOP).violations == 0


@pytest.mark.parametrize(
    ("name", "relaxed", "expected"),
    [
        ("priceMax", ["price.max"], True),
        ("priceMax", ["colour:not:black"], False),
        ("not:colourFamily", ["colour:not:black"], True),
        ("not:colourFamily", ["colour:black"], False),
        ("ageGroup", ["ageGroup:kids"], True),
        ("category", ["category:sunglasses"], False),
    ],
)
def test_what_the_reply_says_was_given_up_is_no_violation(name: str, relaxed: list[str], expected: bool) -> None:
    assert gave_way(name, relaxed) is expected


def test_comparison_holds_against_the_frames_shown_before() -> None:
    judged = judge_search(query("aviators", "cheaper please", compared=Compared("price", True, 0)), SHOP)
    assert judged.fits_exist and judged.hit_at_1


def test_comparison_with_nothing_shown_before_scores_zero() -> None:
    judged = judge_search(query("hello", "aviators", compared=Compared("price", True, 2)), SHOP)
    assert judged.ndcg == 0.0 and not judged.hit_at_1


def test_search_answered_with_words_alone_scores_zero() -> None:
    assert judge_search(query("thanks", conditions=(Condition("title", False, lambda _: True),)), SHOP).ndcg == 0.0


def test_thanks_are_answered_rightly_only_as_thanks() -> None:
    assert judge_other(query("thank you", kind="thanks"), SHOP).right
    assert not judge_other(query("thank you", kind="medical"), SHOP).right


def test_text_search_lists_one_variant_of_a_model_that_shares_a_word() -> None:
    text = TextSearch(SHOP)
    for search in (text.bm25, text.tfidf):
        found = search("sunglasses acetate")
        models = [SHOP.products[id].model_id for id in found]
        assert len(found) == 5 and len(set(models)) == 5
        assert {SHOP.products[id].category for id in found} == {"sunglasses"}
        assert search("qwxyz") == []
