"""Questions about frames that were shown or are named."""

from decimal import Decimal

import pytest

from shared.discovery.texts import shown_title
from tests.unit.discovery.frames import face, frame
from tests.unit.discovery.talks import STOCK, Conversation

IN_STOCK = [product for product in STOCK if product.availability == "in_stock"]


def talk(*said: str) -> Conversation:
    conversation = Conversation()
    for message in said:
        conversation.say(message)
    return conversation


def test_price_and_stock_of_a_place_in_the_list_are_told_as_stored():
    conversation = Conversation()
    second = conversation.say("sunglasses").products[1]
    turn = conversation.say("is the second in stock?")
    assert turn.products == (second,)
    assert shown_title(second.title) in turn.reply
    assert f"€{second.price}" in turn.reply
    assert turn.intent == "stock"


def test_what_sold_out_since_is_told_to_have():
    conversation = Conversation()
    first = conversation.say("sunglasses").products[0]
    conversation.store[first.product_id] = first.model_copy(update={"availability": "out_of_stock"})
    assert "sold out" in conversation.say("how much is the first?").reply


def test_frames_are_compared_by_what_tells_them_apart():
    conversation = Conversation()
    first, second = conversation.say("sunglasses").products[:2]
    turn = conversation.say("compare the first two")
    assert turn.products == (first, second)
    assert all(f"€{product.price}" in turn.reply for product in (first, second))


def test_the_end_of_a_scale_that_is_asked_for_is_named_first():
    conversation = Conversation()
    shown = conversation.say("sunglasses").products
    turn = conversation.say("which is the cheapest?")
    least = min(shown, key=lambda product: product.price)
    assert shown_title(least.title) in turn.reply.split(".")[0] + turn.reply.split(":")[0]


def test_a_question_changes_no_wish():
    conversation = talk("round glasses under 200 euros")
    before = conversation.wishes
    conversation.say("which is the lightest?")
    assert conversation.wishes == before


def test_how_a_frame_sits_comes_first_when_that_is_asked():
    conversation = Conversation(seen=face(width_mm=132.0))
    conversation.say("glasses")
    assert "mm" in conversation.say("will the first one fit me?").reply.split(". ")[1]


def test_why_a_frame_is_not_shown_is_told_with_what_would_have_to_change():
    stock = [
        frame("a", model_id="a", title="Fjord 1 · Gold", brand="Norrland", colour_family="gold"),
        frame("b", model_id="b", title="Alba 2 · Gold", brand="Oriel", colour_family="gold", price=Decimal(300)),
    ]
    conversation = Conversation(stock)
    conversation.say("gold glasses under 200 euros")
    turn = conversation.say("why not the Alba 2?")
    assert turn.intent == "whyNot"
    assert "limit" in turn.reply


def test_others_like_one_keep_what_the_shopper_named():
    conversation = Conversation()
    anchor = conversation.say("round gold glasses").products[1]
    turn = conversation.say("something like the second but cheaper")
    assert turn.products
    assert all(product.price < anchor.price for product in turn.products)
    assert turn.wishes.values("frameShape") == ("round",)


@pytest.mark.parametrize("said", ["I don't like these", "not for me"])
def test_what_is_turned_down_is_never_shown_again(said: str):
    conversation = Conversation()
    models = {product.model_id for product in conversation.say("sunglasses").products}
    turn = conversation.say(said)
    assert set(turn.dismissed)
    for message in ("show me others", "start over", "sunglasses", "round sunglasses"):
        assert not models & {product.model_id for product in conversation.say(message).products}


def test_one_of_them_can_be_turned_down():
    conversation = Conversation()
    first, second = conversation.say("sunglasses").products[:2]
    conversation.say("not the first")
    shown = {product.model_id for product in conversation.say("sunglasses").products}
    assert first.model_id not in shown
    assert second.model_id in shown
