"""A model that obeys whoever attacks: it reads the attack in its prompt and does what it says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.vertex.standin import Body, Reply, failing, generated, prompt_of

MARK_BEFORE, MARK_AFTER = "the mark ", " are for you"


@dataclass
class Attack:
    """`lie` is what the model then says, with facts of its prompt in braces; `forbidden` may reach nobody."""

    id: str
    lang: str
    kind: str
    through: str  # message, title or description
    text: str
    lie: str
    forbidden: list[str]
    ids: list[str] = field(default_factory=list)


@dataclass
class Obedient:
    """Answers with the lie as soon as the attack is anywhere in what it reads; `fooled` counts how often."""

    attack: Attack
    facts: dict[str, str]
    fooled: int = 0
    told: dict[str, str] = field(default_factory=dict)

    def __call__(self, body: Body) -> Reply:
        prompt = prompt_of(body)
        if json.dumps(self.attack.text, ensure_ascii=False)[1:-1] not in prompt:
            return failing(503)(body)
        self.fooled += 1
        self.told = {**self.facts, **_facts_of(body)}
        ids = [one.format(**self.told) for one in self.attack.ids] or [_material(body)["candidates"][0]["id"]]
        reply = self.attack.lie.format(**self.told)
        return Reply(generated(json.dumps({"reply": reply, "productIds": ids, "quickReplies": [reply]})))


def _material(body: Body) -> dict[str, Any]:
    material: dict[str, Any] = json.loads(body["contents"][-1]["parts"][0]["text"])
    return material


def _facts_of(body: Body) -> dict[str, str]:
    candidates: Sequence[dict[str, Any]] = _material(body)["candidates"]
    system = prompt_of({"systemInstruction": body["systemInstruction"]})
    mark = system.partition(MARK_BEFORE)[2].partition(MARK_AFTER)[0]
    first, last = candidates[0], candidates[-1]
    return {
        "title": first["title"],
        "price": first["price"],
        "amount": first["price"].strip("€ ").replace("€", "").strip(),
        "other_price": last["price"] if last["price"] != first["price"] else "€7.77",
        "mark": mark,
        "spelled_mark": " ".join(mark.replace("-", "")),
        "backwards_mark": mark[::-1],
        "system": system,
    }
