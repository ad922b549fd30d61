import json
from functools import cache

import pytest

from tests.eval.query import HERE
from tests.eval.report import Report, evaluate
from tests.eval.shop import demo_shop
from tests.eval.text_search import TextSearch

FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))


@cache
def dev() -> Report:
    shop = demo_shop()
    return evaluate("dev", shop, TextSearch(shop))


def bounds(side: str) -> list[tuple[str, str, float]]:
    return [(language, name, bound) for language, by_name in FLOORS[side].items() for name, bound in by_name.items()]


@pytest.mark.parametrize(("language", "name", "bound"), bounds("atLeast"))
def test_dev_half_reaches(language: str, name: str, bound: float) -> None:
    assert getattr(dev().totals[language], name) >= bound


@pytest.mark.parametrize(("language", "name", "bound"), bounds("atMost"))
def test_dev_half_stays_within(language: str, name: str, bound: float) -> None:
    assert getattr(dev().totals[language], name) <= bound


def test_frames_found_beat_plain_text_search() -> None:
    totals = dev().totals["all"]
    assert totals.ndcg5 is not None and totals.bm25 is not None and totals.tfidf is not None
    assert totals.ndcg5 > max(totals.bm25, totals.tfidf)
