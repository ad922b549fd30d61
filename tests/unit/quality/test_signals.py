import pytest

from shared.quality.acts import read
from shared.quality.satisfaction_rule import rule
from shared.quality.signals import feeling, ignores, of_reply, of_user


def test_joy_in_a_wish_is_no_joy_with_the_service() -> None:
    assert feeling("I need a lovely wonderful hotel", "en") == 0
    assert feeling("You are wonderful.", "en") > 0.3


def test_an_answer_to_an_open_question_is_about_the_topic() -> None:
    said = read("I hate musicals")
    asked = of_user(said, read("What films do you dislike?"), [], rule(), "en")
    offered = of_user(said, read("Try Chicago, a film of 2002."), [], rule(), "en")
    assert asked["feeling"] > offered["feeling"]
    assert "declines" in offered
    assert "declines" not in asked


def test_new_facts_in_the_same_words_are_no_repetition() -> None:
    earlier = read("Please confirm your appointment with Doctor Lee at 4 pm.")
    request = read("At 5 then.")
    again = of_reply(earlier, request, [earlier], rule())
    changed = of_reply(read("Please confirm your appointment with Doctor Lee at 5 pm."), request, [earlier], rule())
    assert again["repeats"] == 1
    assert changed["repeats"] == 0


@pytest.mark.parametrize(("reply", "ignored"), [("Yes.", False), ("We love you.", True), ("Which size?", False)])
def test_a_reply_ignores_a_wish_when_it_has_nothing_to_do_with_it(reply: str, ignored: bool) -> None:
    assert ignores(read(reply), read("Do you have boots?")) == ignored


def test_only_questions_in_a_row_are_tiring() -> None:
    question, request = read("Which size?"), read("boots")
    assert of_reply(question, request, [], rule())["keepsAsking"] == 0
    assert of_reply(question, request, [question, question], rule())["keepsAsking"] == 1


def test_a_no_to_anything_else_closes_and_a_polite_no_is_no_thanks() -> None:
    closing = of_user(read("No."), read("It is booked. Anything else?"), [], rule(), "en")
    assert "closes" in closing
    assert "declines" not in closing
    refusing = of_user(read("No thanks, I just need the number."), read("Shall I book it?"), [], rule(), "en")
    assert not {"thanks", "closes"} & set(refusing)


def test_a_part_of_a_long_wish_is_that_wish_again() -> None:
    earlier = read("Hello, when will my order arrive? I paid 5 days ago.")
    again = of_user(read("When will my order arrive?"), None, [earlier], rule(), "en")
    other = of_user(read("And where is my invoice?"), None, [earlier], rule(), "en")
    assert again["asksAgain"] > 0
    assert other["asksAgain"] == 0
