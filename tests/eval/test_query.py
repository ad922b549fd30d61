import json
from collections import Counter
from hashlib import sha256

import pytest

from tests.eval.query import FULL, HALVES, HERE, PARTIAL, Condition, Half, at_most, load, relevance
from tests.eval.shop import demo_shop

LANGUAGES = ("en", "de", "fr", "es", "it")


@pytest.mark.parametrize("half", HALVES)
def test_half_of_a_query_is_decided_by_its_id(half: Half) -> None:
    for query in load(half):
        assert (sha256(query.id.encode()).digest()[0] % 2 == 0) == (half == "dev")


def test_ids_are_unique_and_every_language_has_its_share() -> None:
    queries = [query for half in HALVES for query in load(half)]
    assert len({query.id for query in queries}) == len(queries)
    searches = Counter(query.language for query in queries if query.kind is None and not query.is_dialogue)
    assert set(searches) == set(LANGUAGES) and min(searches.values()) >= 60


@pytest.mark.parametrize("half", HALVES)
def test_every_condition_can_be_judged_on_every_product(half: Half) -> None:
    facts = list(demo_shop().facts.values())
    for query in load(half):
        for condition in query.conditions:
            assert {condition.holds(one) for one in facts} <= {True, False}


@pytest.mark.parametrize("half", HALVES)
def test_every_message_is_a_search_or_of_a_known_kind(half: Half) -> None:
    known = json.loads((HERE / "kinds.json").read_text("utf-8"))["intents"]
    for query in load(half):
        assert query.kind in known if query.kind else query.conditions or query.compared


def test_relevance_is_full_partial_or_none() -> None:
    cheap, light, short = (Condition(name, False, at_most(name, 1.0)) for name in ("price", "weightG", "temple"))
    facts = {"price": 1, "weightG": 1, "temple": 2}
    assert relevance(facts, [cheap, light]) == FULL
    assert relevance(facts, [cheap, light, short]) == PARTIAL
    assert relevance(facts, [cheap, short]) == 0


def test_what_is_not_known_meets_no_bound() -> None:
    assert not at_most("weightG", 20.0)({"weightG": None})
