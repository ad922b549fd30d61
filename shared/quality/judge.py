"""A second opinion on a conversation, by a language model; the rule's score stands without it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shared.platform.ports.language_model import Content, LanguageModel, ModelFailed, ModelRequest, Schema
from shared.shopper.conversation import Message

_BRIEF: Mapping[str, Any] = json.loads((Path(__file__).parent / "data" / "judge.json").read_text(encoding="utf-8"))
MOST_MESSAGES = 60
MOST_CHARACTERS = 600  # of one message
LOWEST, HIGHEST = 1, 5
SCHEMA: Schema = {
    "type": "object",
    "properties": {
        "satisfaction": {"type": "integer"},
        "resolved": {"type": "boolean"},
        "why": {"type": "string", "maxLength": 300},
    },
    "required": ["satisfaction", "resolved", "why"],
}


@dataclass(frozen=True)
class Verdict:
    """`satisfaction` is 1 to 5; `judge` is who says so."""

    satisfaction: int
    resolved: bool
    why: str
    judge: str


class Judge(Protocol):
    def judge(self, messages: Sequence[Message]) -> Verdict | None:
        """None when there is no opinion: nobody to ask, no answer in time, or none that can be used."""


class NoJudge:
    """The default: the rule alone."""

    def judge(self, messages: Sequence[Message]) -> Verdict | None:
        return None


class ModelJudge:
    """Asks a model with the rubric of data/judge.json. The conversation goes to it as data, not as instructions."""

    def __init__(self, model: LanguageModel, *, timeout_s: float) -> None:
        self._model = model
        self._timeout_s = timeout_s

    def judge(self, messages: Sequence[Message]) -> Verdict | None:
        if not messages:
            return None
        contents = [Content("user", _transcript(messages))]
        request = ModelRequest(_BRIEF["system"], contents, SCHEMA, max_tokens=256, temperature=0.0)
        try:
            answer = self._model.generate(request, timeout_s=self._timeout_s).answer
        except ModelFailed:
            return None
        return _verdict(answer, self._model.name)


def _transcript(messages: Sequence[Message]) -> str:
    said = [{"role": m.role, "text": m.text[:MOST_CHARACTERS]} for m in messages[-MOST_MESSAGES:]]
    return json.dumps(said, ensure_ascii=False)


def _verdict(answer: Mapping[str, Any], judge: str) -> Verdict | None:
    satisfaction, resolved, why = (answer.get(name) for name in ("satisfaction", "resolved", "why"))
    if type(satisfaction) is not int or not LOWEST <= satisfaction <= HIGHEST:
        return None
    if not isinstance(resolved, bool) or not isinstance(why, str):
        return None
    return Verdict(satisfaction, resolved, why[: SCHEMA["properties"]["why"]["maxLength"]], judge)
