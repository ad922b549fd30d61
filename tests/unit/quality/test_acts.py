import json

import pytest

from shared.quality.acts import DATA, language_of, read, without_topic


@pytest.mark.parametrize(
    ("text", "act", "does"),
    [
        ("Great, book it.", "accepts", True),
        ("I want a great hotel.", "accepts", False),
        ("Oh yes, perfect", "accepts", True),
        ("No, I said blue.", "corrects", True),
        ("No, I haven't seen it.", "corrects", False),
        ("That's all, thanks", "closes", True),
        ("Unfortunately there are none.", "fails", True),
        ("The booking was unsuccessful", "succeeds", False),
    ],
)
def test_an_act_is_heard_where_it_is_done(text: str, act: str, does: bool) -> None:
    assert (act in read(text).acts) == does


def test_facts_are_numbers_and_names_within_a_sentence() -> None:
    assert read("The train to Ely leaves at 9:05.").facts == {"ely", "9:05"}


def test_content_words_are_stems_without_small_words() -> None:
    assert read("I am looking for the cheapest hotels").content == read("hotel, cheapest").content


def test_topic_words_are_taken_out_with_any_case() -> None:
    assert "free" not in without_topic("Free parking, please")


def test_chinese_is_read_by_parts_of_words() -> None:
    assert language_of("我的快递怎么还没到") == "zh"
    assert "complains" in read("太慢了", "zh").acts
    assert read("快递到了吗", "zh").content & read("我的快递", "zh").content


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("Das ist alles, danke", "de", "closes"),
        ("Das habe ich schon gesagt", "de", "corrects"),
        ("Leider ausverkauft", "de", "fails"),
        ("Das ist enttäuschend", "de", "complains"),
        ("C'est tout, merci", "fr", "closes"),
        ("J'ai dit des lunettes rondes", "fr", "corrects"),
        ("Je suis désolé", "fr", "fails"),
        ("Eso es todo", "es", "closes"),
        ("¿Tienes otras?", "es", "declines"),
        ("Perfetto, li prendo", "it", "accepts"),
        ("C'è qualcos'altro?", "it", "declines"),
    ],
)
def test_the_shops_other_languages_have_acts(text: str, language: str, act: str) -> None:
    assert act in read(text, language).acts


@pytest.mark.parametrize("language", ["de", "fr", "es", "it"])
def test_each_list_is_a_part_of_the_english_ones_keys(language: str) -> None:
    english, other = (json.loads((DATA / f"acts.{name}.json").read_text("utf-8")) for name in ("en", language))
    assert set(other) <= set(english)
    assert set(english) - set(other) == {"complains"}


def test_a_language_with_no_list_of_acts_still_reads_words_and_facts() -> None:
    found = read("Jak drahé? 12", "cs")
    assert found.acts == frozenset()
    assert found.facts == {"12"}
    assert found.asks


def test_empty_and_huge_texts_are_read() -> None:
    assert read("").length == 0
    assert read("no " * 100_000).length < 2000
