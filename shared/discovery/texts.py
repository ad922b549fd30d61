"""Everything the room says, from a language's data file; variants keep it from repeating itself."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from shared.catalogue.product import Product

PRICE_STEP = 10  # round prices, as people name them
_SENTENCE_END = re.compile(r"(?<=[.?])\s+")


@dataclass(frozen=True, eq=False)
class Texts:
    data: Mapping[str, Any]

    @classmethod
    def load(cls, language: str = "en") -> "Texts":
        """Raises FileNotFoundError for a language without a data file; read once per process."""
        return _load(language)

    def label(self, value: str) -> str:
        return str(self.data["labels"].get(value, value))

    def listed(self, values: Sequence[str]) -> str:
        """ "gold", "gold and black", "gold, black and red"."""
        return self._joined([self.label(value) for value in values], self.data["and"])

    def either(self, values: Sequence[str]) -> str:
        """ "gold", "gold or black", "gold, black or red"."""
        return self._joined([self.label(value) for value in values], self.data["or"])

    def in_a_row(self, said: Sequence[str]) -> str:
        """As `listed`, of what is in words already; empty for nothing."""
        return self._joined(said, self.data["and"]) if said else ""

    def _joined(self, names: Sequence[str], joiner: str) -> str:
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{joiner}{names[-1]}"

    def price(self, amount: Decimal, currency: str) -> str:
        """The digits as stored, with the language's decimal mark."""
        pattern = self.data["money"].get(currency, self.data["money"]["other"])
        return str(pattern.format(amount=f"{amount:f}".replace(".", self.data["decimal"]), currency=currency))

    def next_round(self, product: Product) -> str:
        """A round price that the product stays under."""
        above = math.floor(product.price / PRICE_STEP + 1) * PRICE_STEP
        return self.price(Decimal(above), product.currency)

    def reason(self, key: str, **facts: object) -> str:
        text = str(self.data["reasons"][key].format(**facts))
        return text[:1].upper() + text[1:]

    def say(self, variants: Sequence[str], turn: int, just_said: str, **facts: object) -> str:
        """The variant of this turn, or the next one of which no sentence was just said."""
        said = set(sentences(just_said))
        turned = [variants[(turn + step) % len(variants)].format(**facts) for step in range(len(variants))]
        return next((text for text in turned if not said & set(sentences(text))), turned[0])


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


def shown_title(title: str) -> str:
    """A title from a shop's feed on one line, without control characters; markup stays the plain text it is."""
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())


@cache
def _load(language: str) -> Texts:
    path = Path(__file__).parent / "data" / f"texts.{language}.json"
    return Texts(json.loads(path.read_text(encoding="utf-8")))
