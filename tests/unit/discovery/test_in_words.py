"""Answers without frames: the shop's own matters, in its own words."""

import pytest

from tests.unit.discovery.talks import Conversation

POLICIES = {"en": {"returns": "Thirty days, no questions."}, "de": {"delivery": "Drei Tage <b>frei Haus</b>."}}


def test_the_shops_own_text_is_given_word_for_word():
    turn = Conversation(policies=POLICIES).say("can I send them back?")
    assert turn.reply == "Thirty days, no questions."
    assert not turn.handover


def test_a_text_in_another_language_is_better_than_none():
    assert Conversation(policies=POLICIES).say("how long does delivery take?").reply == POLICIES["de"]["delivery"]


@pytest.mark.parametrize("message", ["what does shipping cost?", "where is my order?", "is there a warranty?"])
def test_without_a_text_a_person_answers(message: str):
    assert Conversation().say(message).handover


def test_an_order_is_a_persons_whatever_the_shop_has_written():
    assert Conversation(policies={"en": {"delivery": "Fast."}}).say("where is my order?").handover


def test_care_needs_no_person():
    turn = Conversation().say("how do I clean them?")
    assert "lukewarm" in turn.reply.casefold()
    assert not turn.handover


@pytest.mark.parametrize("message", ["Szukam okularów na plażę", "太陽眼鏡", "أريد نظارات شمسية"])
def test_another_language_is_answered_politely_and_with_frames(message: str):
    turn = Conversation().say(message)
    assert "English, German, French, Spanish and Italian" in turn.reply
    assert turn.products


def test_the_conversation_follows_the_shopper_into_another_language():
    conversation = Conversation()
    assert conversation.say("round glasses").language == "en"
    assert conversation.say("lieber eine Sonnenbrille bis 150 Euro").language == "de"
    assert conversation.say("in gold").language == "de"
