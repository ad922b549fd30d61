"""One thing that went wrong in a conversation, as it is kept with the score."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS: Mapping[str, Mapping[str, str]] = json.loads(
    (Path(__file__).parent / "data" / "issues.json").read_text(encoding="utf-8")
)["issues"]


@dataclass(frozen=True)
class Issue:
    """`turn` is the place of the message among the conversation's, from 0; `about` what it is about: words not
    known, attributes, codes of wishes."""

    code: str
    turn: int
    message_id: str
    about: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """In English, as data/issues.json has it."""
        return TEXTS[self.code]["text"].format(about=", ".join(self.about))

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Issue":
        """Inverse of `to_body`; raises KeyError for a body that is no issue."""
        return cls(body["code"], body["turn"], body["messageId"], tuple(body.get("about", ())))

    def to_body(self) -> dict[str, object]:
        where = {"turn": self.turn, "messageId": self.message_id}
        return {"code": self.code, **where, "text": self.text, "about": list(self.about)}
