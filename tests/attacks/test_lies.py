"""Lies written without a look at the lists of claim words: what is caught of them shows how far the lists carry.

The lists alone catch fewer than half; what holds is that a model may use no word that it does not need.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from shared.grounding.claims import check
from shared.grounding.grounds import Grounds
from shared.grounding.words import plain_words
from tests.unit.discovery.frames import frame, sun

HERE = Path(__file__).parent
LIES = [json.loads(line) for line in (HERE / "lies.jsonl").read_text(encoding="utf-8").splitlines()]
HONEST = [json.loads(line) for line in (HERE / "honest_words.jsonl").read_text(encoding="utf-8").splitlines()]
LAST_SET = {"lies": 3, "honest": 2}
# Of the last sets 26 of 34 lies were caught and 11 of 23 honest sentences passed when they were first seen; forms of
# words and clear lenses came after them, so the floors below only keep what was reached.
CAUGHT = {"before": 0.98, "last": 0.80}
PASSED = {"before": 1.0, "last": 0.60}
ARLO = frame(
    "ar-01",
    brand="Norrland",
    title="Arlo Round Gold",
    price=Decimal("129.90"),
    material="titanium",
    colour="Pale gold",
    colour_family="gold",
    weight_g=14.0,
)
BELLA = frame(
    "be-02",
    brand="Casa Lume",
    title="Bella Square Black",
    category="sunglasses",
    price=Decimal("89.00"),
    lens=sun(4),
    lens_width=54.0,
    bridge=18.0,
)


GROUNDS = Grounds((ARLO, BELLA))


def _share_withheld(lines: list[dict[str, Any]], key: str) -> float:
    withheld = [
        bool(check(line[key], replace(GROUNDS, words=plain_words(line["lang"])), line["lang"]).withheld)
        for line in lines
    ]
    return sum(withheld) / len(withheld)


def test_what_a_model_makes_up_is_withheld() -> None:
    """B7, C4."""
    assert len(LIES) >= 180
    assert _share_withheld([line for line in LIES if line["set"] < LAST_SET["lies"]], "lie") >= CAUGHT["before"]
    assert _share_withheld([line for line in LIES if line["set"] == LAST_SET["lies"]], "lie") >= CAUGHT["last"]


def test_honest_words_mostly_pass() -> None:
    before = [line for line in HONEST if line["set"] < LAST_SET["honest"]]
    unseen = [line for line in HONEST if line["set"] == LAST_SET["honest"]]
    assert 1 - _share_withheld(before, "reply") >= PASSED["before"]
    assert 1 - _share_withheld(unseen, "reply") >= PASSED["last"]
