"""A model may say the embedded engine's turn in better words and choose among its frames; that is all it may do.

What was understood, what filters, what is safe and who takes over are settled before it is asked. What it writes
passes the claim checker whole or is dropped: then the embedded reply stands.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from shared.catalogue.product import Product
from shared.discovery.ranking import Ranked
from shared.discovery.texts import Texts, shown_title
from shared.discovery.turn import Turn
from shared.grounding.claims import check
from shared.grounding.grounds import ClaimKind
from shared.grounding.held import Ground
from shared.grounding.token_budget import TokenBudget
from shared.grounding.words import plain_words, words_of
from shared.platform.ports.documents import DocumentError
from shared.platform.ports.language_model import Content, LanguageModel, ModelFailed, ModelRequest, Schema
from shared.shopper.conversation import Message

LONGEST = 900  # characters of a reply
_FILE = Path(__file__).parent / "data" / "rewording.json"
_MARK = f"mk-{token_hex(8)}"  # in a model's instructions; a reply that holds it tells of them


class _Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, strict=True)

    reply: str = Field(min_length=1, max_length=LONGEST)
    product_ids: list[str] = Field(min_length=1)
    quick_replies: list[str] = Field(default_factory=list)


@dataclass(frozen=True)
class Writer:
    """A model with a client's budget for it and the patience of its shoppers."""

    model: LanguageModel
    budget: TokenBudget
    timeout_s: float


@dataclass(frozen=True)
class Written:
    """`outcome` is "used", "kept" (nothing was asked), or a word for why the embedded turn stands; `withheld` are the
    kinds of claims for which the model's reply was dropped."""

    turn: Turn
    outcome: str
    withheld: tuple[ClaimKind, ...] = ()


def rephrased(turn: Turn, message: str, history: Sequence[Message], ground: Ground, writer: Writer) -> Written:
    """The turn in the model's words if they hold, else the turn as it is. Raises nothing of the model's."""
    if not _may_be_rephrased(turn):
        return Written(turn, "kept")
    system = _system(turn.language, ground)
    try:
        if not writer.budget.has_left():
            return Written(turn, "budget")
        answer = _asked(writer, ModelRequest(system, (_material(turn, message, history, ground),), _schema(turn)))
    except ModelFailed as failed:
        return Written(turn, type(failed).__name__)
    except DocumentError:  # what cannot be counted is not spent
        return Written(turn, "budgetUnknown")
    except ValidationError:
        return Written(turn, "ModelMalformed")
    return _checked(answer, turn, ground, secrets=(_MARK, system))


def _may_be_rephrased(turn: Turn) -> bool:
    """Frames as wished: what had to give way, what no record says, what is no matter of frames stays as it is."""
    settled = turn.handover or turn.relaxed or turn.no_facts or turn.intent in _data()["keptIntents"]
    return bool(turn.products) and not settled


def _asked(writer: Writer, request: ModelRequest) -> _Answer:
    spent = 0
    try:
        generated = writer.model.generate(_limited(request), timeout_s=writer.timeout_s)
        spent = generated.input_tokens + generated.output_tokens
    except ModelFailed as failed:
        spent = failed.tokens
        raise
    finally:
        writer.budget.spend(spent)
    return _Answer.model_validate(generated.answer)


def _limited(request: ModelRequest) -> ModelRequest:
    return replace(request, max_tokens=_data()["maxTokens"], temperature=_data()["temperature"])


def _checked(answer: _Answer, turn: Turn, ground: Ground, secrets: Sequence[str]) -> Written:
    shown = {ranked.product_id: (ranked, product) for ranked, product in zip(turn.ranked, turn.products, strict=True)}
    ids = list(dict.fromkeys(answer.product_ids))
    if not shown.keys() >= set(ids):
        return _dropped(turn, ("product",))
    chosen = replace(
        turn,
        ranked=tuple(_at_rank(shown[id][0], rank) for rank, id in enumerate(ids, 1)),
        products=tuple(shown[id][1] for id in ids),
        engine="vertex",
    )
    grounds = replace(ground.under(chosen, secrets=secrets), said=turn.reply, words=_words(turn, ground))
    checked = check(answer.reply.strip(), grounds, turn.language)
    if checked.withheld or not checked.text:
        return _dropped(turn, checked.withheld)
    offered = tuple(text for text in dict.fromkeys(answer.quick_replies) if text in turn.suggestions)
    asked = turn.asked if _asks(checked.text, turn) else None
    return Written(replace(chosen, reply=checked.text, suggestions=offered or turn.suggestions, asked=asked), "used")


def _words(turn: Turn, ground: Ground) -> frozenset[str]:
    """What may be said at all: plain words, those of the draft, the reasons, the records and the merchant's texts."""
    texts = Texts.load(turn.language)
    reasons = [reason.text for ranked in turn.ranked for reason in ranked.reasons]
    values = [texts.label(value) for product in turn.products for value in (*product.uses, *product.styles)]
    own = [turn.reply, *reasons, *values, *ground.policies, *ground.names]
    return plain_words(turn.language) | words_of(" ".join(own))


def _dropped(turn: Turn, withheld: tuple[ClaimKind, ...]) -> Written:
    return Written(replace(turn, withheld=turn.withheld + len(withheld)), "claims", withheld)


def _at_rank(ranked: Ranked, rank: int) -> Ranked:
    return replace(ranked, rank=rank)


def _asks(reply: str, turn: Turn) -> bool:
    """True when the question of the draft is still there."""
    question = turn.reply.rpartition(". ")[2]
    return question.endswith("?") and question in reply


def _system(language: str, ground: Ground) -> str:
    data = _data()
    shop = shown_title(ground.names[0]) if ground.names else "a shop"
    lines = " ".join(data["system"])
    return str(lines.format(shop=shop, language=data["languageNames"].get(language, "English"), mark=_MARK))


def _material(turn: Turn, message: str, history: Sequence[Message], ground: Ground) -> Content:
    """Everything to read as one JSON value, so that no text of a shopper or a feed stands among instructions."""
    data = _data()
    texts = Texts.load(turn.language)
    material = {
        "history": [
            {"from": said.role, "text": said.text[: data["historyCharacters"]]}
            for said in history[-data["historyMessages"] :]
        ],
        "message": message[: data["messageCharacters"]],
        "draft": turn.reply,
        "candidates": [_candidate(*pair, texts) for pair in zip(turn.ranked, turn.products, strict=True)],
        "shopTexts": [text[: data["policyCharacters"]] for text in ground.policies[: data["policies"]]],
    }
    return Content("user", json.dumps(material, ensure_ascii=False))


def _candidate(ranked: Ranked, product: Product, texts: Texts) -> dict[str, Any]:
    return {
        "id": product.product_id,
        "title": shown_title(product.title),
        "brand": product.brand,
        "price": texts.price(product.price, product.currency),
        "category": product.category,
        "shape": product.frame_shape,
        "material": product.material,
        "colour": product.colour,
        "sizeMark": product.size_mark,
        "frameWidthMm": round(product.frame_width),
        "weightG": product.weight_g,
        "lens": product.lens.model_dump(mode="json", include={"category", "polarized", "colour", "driving_ok"}),
        "reasons": [reason.text for reason in ranked.reasons if reason.recommends][:3],
        "description": product.description[: _data()["descriptionCharacters"]],
    }


def _schema(turn: Turn) -> Schema:
    ids = [product.product_id for product in turn.products]
    properties: dict[str, Any] = {
        "reply": {"type": "string", "maxLength": LONGEST},
        "productIds": {"type": "array", "maxItems": len(ids), "items": {"type": "string", "enum": ids}},
    }
    if turn.suggestions:
        offered = {"type": "string", "enum": list(turn.suggestions)}
        properties["quickReplies"] = {"type": "array", "maxItems": len(turn.suggestions), "items": offered}
    return {"type": "object", "required": ["reply", "productIds"], "properties": properties}


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data
