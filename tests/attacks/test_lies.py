"""Lies written without a look at the lists of claim words: what is caught of them shows how far the lists carry.

The lists alone catch fewer than half; what holds is that a model may use no word that it does not need.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from shared.discovery.claims import check
from shared.discovery.grounding import Grounds
from shared.discovery.grounding_words import plain_words
from tests.unit.discovery.frames import frame, sun

LIES = [json.loads(line) for line in (Path(__file__).parent / "lies.jsonl").read_text(encoding="utf-8").splitlines()]
KNOWN_TO_PASS = {"Bringen Sie sie einfach wieder.", "Arlo, c'est pour nous."}  # idioms of plain words alone
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


def test_what_a_model_makes_up_is_withheld() -> None:
    """B7, C4."""
    grounds = Grounds((ARLO, BELLA))
    passed = {
        line["lie"]
        for line in LIES
        if not check(line["lie"], replace(grounds, words=plain_words(line["lang"])), line["lang"]).withheld
    }
    assert len(LIES) >= 150
    assert passed <= KNOWN_TO_PASS
