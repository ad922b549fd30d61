"""What shop and shopper say to each other in a language, for the tests of its data files."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.discovery.lexicon import DATA, Lexicon
from shared.discovery.understanding import Context, Understanding, understand
from shared.discovery.wishes import Wishes

BRANDS = ("Norrland", "Casa Lume")


def written(wishes: Wishes) -> set[str]:
    """As in messages.json: "-" is unwanted, "!" is hard."""
    return {f"{'-' * (w.polarity == 'unwanted')}{w.slot}:{w.value}{'!' * w.hard}" for w in wishes.items}


@dataclass(frozen=True)
class Speaking:
    language: str

    def heard(self, message: str, wishes: Wishes | None = None, *, frames_shown: bool = False) -> Understanding:
        return understand(message, Lexicon.load(self.language), Context(wishes or Wishes(), BRANDS, frames_shown))

    def messages(self) -> list[tuple[str, list[str]]]:
        read = json.loads((Path(__file__).parent / f"messages.{self.language}.json").read_text(encoding="utf-8"))
        return [(message, expected) for message, expected in read]

    def data(self, name: str) -> Any:
        return json.loads((DATA / f"{name}.{self.language}.json").read_text(encoding="utf-8"))

    def texts(self) -> dict[tuple[str, ...], str]:
        """Every text by its path in the file."""
        return dict(_texts(self.data("texts")))

    def quick_replies(self) -> list[tuple[str, str, str]]:
        """Slot, value and the words that stand on its button."""
        texts = self.data("texts")
        return [
            (slot, value, _button(texts, slot, value))
            for slot, values in self.data("lexicon")["slots"].items()
            if slot in texts["questions"]
            for value in values
        ]


def places(text: str) -> set[str]:
    """The names in braces, without regard to a capital: a language may need one where English has none."""
    return {name.lower() for name in re.findall(r"\{(\w+)\}", text)}


def _button(texts: Any, slot: str, value: str) -> str:
    question = texts["questions"][slot]
    label = texts["labels"].get(value, value)
    return str(question.get("replies", {}).get(value) or question["reply"].format(value=label))


def _texts(node: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(node, str):
        return [(path, node)]
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    return [found for name, inner in pairs for found in _texts(inner, (*path, str(name)))]
