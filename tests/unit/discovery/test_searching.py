"""Frames found for what was said, and what is said where there are none."""

from decimal import Decimal

from shared.catalogue.product import Product
from tests.unit.discovery.frames import frame
from tests.unit.discovery.talks import Conversation


def aviators(*prices: int) -> list[Product]:
    return [
        frame(f"a{n}", model_id=f"a{n}", title=f"Arlo {n}", frame_shape="aviator", price=Decimal(price))
        for n, price in enumerate(prices)
    ]


def test_cheaper_asks_for_the_same_shape_at_another_price():
    other = frame("round", model_id="r", frame_shape="round", price=Decimal(20))
    talk = Conversation([*aviators(100, 120, 140, 160, 180), other])
    talk.say("aviators")
    turn = talk.say("cheaper please")
    assert turn.products
    assert all(product.frame_shape == "aviator" for product in turn.products)


def test_where_it_does_not_get_cheaper_the_reply_says_so_and_shows_what_was_there():
    talk = Conversation(aviators(100, 100, 100))
    talk.say("aviators")
    turn = talk.say("cheaper please")
    assert "less expensive" in turn.reply or "below those prices" in turn.reply
    assert len(turn.products) == 3


def test_like_one_but_lighter_is_lighter_than_that_one():
    stock = [
        frame(f"f{n}", model_id=f"f{n}", title=f"Arlo {n}", weight_g=weight)
        for n, weight in enumerate([20.0, 18.0, 14.0])
    ]
    talk = Conversation(stock)
    anchor = talk.say("round glasses").products[0]
    turn = talk.say("like the first one but lighter")
    assert turn.products
    assert all((product.weight_g or 0) < (anchor.weight_g or 0) for product in turn.products)


def test_a_childs_frame_that_is_not_there_can_be_let_go_of():
    talk = Conversation()
    turn = talk.say("glasses for my 6 year old son")
    assert turn.products == ()
    assert talk.say(turn.suggestions[0]).products
