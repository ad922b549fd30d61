"""Texts with placeholders for what support says to those who wait."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from shared.support.record import Record

_DATA = json.loads((Path(__file__).parent / "data" / "templates.json").read_text("utf-8"))
_PLACEHOLDER = re.compile(r"\{([A-Za-z]+)\}")

About = Literal["ticket", "incident"]
Audience = Literal["clients", "team", "management"]


class ValuesMissing(Exception):
    """A template was to be filled in without these."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Template(Record):
    id: str
    about: About
    title: str
    text: str
    audience: Audience | None = None  # of an incident's

    @property
    def placeholders(self) -> list[str]:
        return list(dict.fromkeys(_PLACEHOLDER.findall(self.text)))

    @property
    def asks_for(self) -> list[str]:
        """The placeholders that the record does not know."""
        return [name for name in self.placeholders if name not in _DATA["known"][self.about]]

    def preview(self, values: Mapping[str, str]) -> str:
        """What is not known stays in braces. A value is text alone: braces in it mean nothing."""
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), self.text)

    def filled(self, values: Mapping[str, str]) -> str:
        """Raises `ValuesMissing`."""
        if missing := [name for name in self.placeholders if not values.get(name)]:
            raise ValuesMissing(missing)
        return self.preview(values)


TEMPLATES: Mapping[str, Template] = {
    entry["id"]: Template.model_validate({**entry, "about": entry["for"]}) for entry in _DATA["templates"]
}


def templates_for(about: About) -> list[Template]:
    return [template for template in TEMPLATES.values() if template.about == about]
