import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.discovery.wishes import PriceWish, Wish, Wishes
from shared.quality.finding import RULES
from shared.quality.score import NothingToScore, score
from shared.shopper.conversation import Message
from tests.unit.discovery.frames import frame

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PRODUCTS = {
    id: frame(id, colour_family=colour, category="sunglasses", price=price)
    for id, colour, price in (("a", "gold", "90.00"), ("b", "gold", "95.00"), ("c", "black", "240.00"))
}
SAID = Wishes(
    items=(Wish(slot="category", value="sunglasses", hard=True), Wish(slot="colour", value="gold")),
    price=PriceWish.model_validate({"max": "100"}),
).model_dump(mode="json", by_alias=True)


def shopper(text: str) -> Message:
    return Message("m", "s", "shopper", text, NOW)


def answer(text: str, *ids: str) -> Message:
    return Message(
        "m", "s", "assistant", text, NOW, ids, intent="find", understood=True, wishes=SAID, duration_ms=40.0
    )


GOOD = [
    shopper("gold sunglasses under 100 euros please"),
    answer("Here are two pairs of sunglasses in gold up to €100. First Frame a at €90.00.", "a", "b"),
    shopper("lovely, thank you"),
    replace(answer("With pleasure."), intent="thanks"),
]


def test_a_good_conversation_scores_high_and_shows_what_it_is_made_of():
    """H34: a score per conversation that can be interpreted."""
    quality = score(GOOD, PRODUCTS)
    assert quality.overall > 90
    assert set(quality.components) == set(RULES["weights"]) - {"sentimentSlope", "handover"}  # no evidence for these
    assert sum(part.weight for part in quality.components.values()) == pytest.approx(1, abs=1e-3)
    assert all(part.why.endswith(".") and 0 <= part.value <= 1 for part in quality.components.values())
    total = sum(part.value * part.weight for part in quality.components.values())
    assert quality.overall == pytest.approx(100 * total, abs=0.1)


CORRUPTIONS = {
    "a wrong price": ("grounding", [GOOD[0], replace(GOOD[1], text="First Frame a at €9.00."), *GOOD[2:]]),
    "a withheld claim": ("grounding", [GOOD[0], replace(GOOD[1], withheld=1), *GOOD[2:]]),
    "words not known": ("understanding", [GOOD[0], replace(GOOD[1], unknown_words=("clubby",)), *GOOD[2:]]),
    "a shopper who asks again": ("reformulation", [*GOOD[:2], GOOD[0], *GOOD[1:]]),
    "an unknown product": ("grounding", [GOOD[0], replace(GOOD[1], product_ids=("a", "ghost")), *GOOD[2:]]),
    "an ignored ceiling": ("constraints", [GOOD[0], replace(GOOD[1], product_ids=("a", "c")), *GOOD[2:]]),
    "a repeated reply": ("repetition", [*GOOD[:2], shopper("and anything else for me"), GOOD[1], *GOOD[2:]]),
    "a message not understood": ("understanding", [GOOD[0], replace(GOOD[1], understood=False), *GOOD[2:]]),
    "a request left open": ("resolution", [GOOD[0], replace(GOOD[1], product_ids=()), *GOOD[2:]]),
    "a complaint": ("sentiment", [*GOOD[:2], shopper("this is useless, not what i asked"), GOOD[3]]),
    "a slow answer": ("latency", [GOOD[0], replace(GOOD[1], duration_ms=5000.0), *GOOD[2:]]),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_corruption_lowers_the_score_and_its_own_component(name: str):
    component, messages = CORRUPTIONS[name]
    whole, spoilt = score(GOOD, PRODUCTS), score(messages, PRODUCTS)
    assert spoilt.overall < whole.overall
    assert spoilt.components[component].value < whole.components[component].value


def test_a_shopper_who_has_to_say_it_again_lowers_the_score():
    again = [*GOOD[:2], shopper("gold sunglasses under 100 euros please"), *GOOD[1:]]
    assert score(again, PRODUCTS).components["sentiment"].value < score(GOOD, PRODUCTS).components["sentiment"].value


def test_an_openly_given_up_wish_is_not_held_against_the_answer():
    over = replace(GOOD[1], product_ids=("c",))
    hidden = score([GOOD[0], over], PRODUCTS).components["constraints"].value
    opened = score([GOOD[0], replace(over, relaxed=("price.max",))], PRODUCTS).components["constraints"].value
    assert opened > hidden


def test_a_product_sold_since_was_not_wrong_to_show():
    sold = {id: product.model_copy(update={"availability": "out_of_stock"}) for id, product in PRODUCTS.items()}
    assert score(GOOD, sold).overall == score(GOOD, PRODUCTS).overall


def test_the_same_conversation_has_the_same_score():
    assert score(GOOD, PRODUCTS) == score(list(GOOD), dict(PRODUCTS))


def test_components_without_evidence_are_left_out():
    quality = score([shopper("hello"), replace(answer("Hello."), intent="greeting", wishes=None)], PRODUCTS)
    assert "grounding" not in quality.components
    assert "constraints" not in quality.components
    assert 0 <= quality.overall <= 100


def test_no_conversation_has_no_score():
    with pytest.raises(NothingToScore):
        score([], PRODUCTS)


def test_the_body_is_json_with_the_field_the_queries_need():
    """D1: qualityScore.overall."""
    body = score(GOOD, PRODUCTS).to_body()
    assert isinstance(body["overall"], float)
    assert json.loads(json.dumps(body)) == body


def test_h35_the_body_names_issues_and_satisfaction_by_turn():
    body = score(CORRUPTIONS["an ignored ceiling"][1], PRODUCTS).to_body()
    found = {issue["code"]: issue["turn"] for issue in body["issues"]}
    assert found == {"wish_ignored": 1, "false_claim": 1}  # one of "two in gold" is black
    assert [turn["turn"] for turn in body["satisfaction"]["turns"]] == [0, 2]
