"""Judging one labelled message by what the engine answered."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from shared.discovery.turn import Turn
from tests.eval.ndcg import ndcg
from tests.eval.query import FULL, HERE, Compared, Condition, Query, at_least, at_most, relevance
from tests.eval.shop import LONGEST_LIST, Conversation, Shop

KINDS = json.loads((HERE / "kinds.json").read_text("utf-8"))
_CLOSE = 1e-6
# the engine's names of fields in what it says it gave up
_SLOTS = {"colourFamily": "colour", "styles": "style", "uses": "use"}


@dataclass(frozen=True)
class Search:
    """`ndcg` is None when the catalogue has nothing relevant. `hit_at_1`: the first frame meets every condition.
    `violations`: shown frames that break a hard condition of which the engine does not say that it gave way."""

    query: Query
    ndcg: float | None
    hit_at_1: bool
    fits_exist: bool
    violations: int
    broken: tuple[str, ...]
    understood: bool
    shown: tuple[str, ...]
    relaxed: tuple[str, ...]
    intent: str


@dataclass(frozen=True)
class Other:
    """A message that is no search; `right` when it was answered by the right kind of reply."""

    query: Query
    intent: str
    right: bool


def judge_search(query: Query, shop: Shop) -> Search:
    conversation = Conversation(shop, query.language)
    for said in query.turns[:-1]:
        conversation.say(said)
    comparison = _comparison(query.compared, conversation.last_shown, shop)
    comparable = query.compared is None or bool(comparison)
    conditions = [*query.conditions, *comparison]
    turn = conversation.say(query.turns[-1])
    relevances = _relevances(conversation.ranked(turn), conditions, shop)
    achievable = _achievable(conditions, shop)
    broken = _broken(turn, conditions, shop)
    return Search(
        query=query,
        ndcg=ndcg(relevances, achievable, LONGEST_LIST) if comparable else 0.0,
        hit_at_1=comparable and relevances[:1] == [FULL],
        fits_exist=FULL in achievable,
        violations=sum(bool(names) for names in broken),
        broken=tuple(dict.fromkeys(name for names in broken for name in names)),
        understood=turn.understood,
        shown=tuple(one.product_id for one in turn.products),
        relaxed=turn.relaxed,
        intent=turn.intent,
    )


def judge_other(query: Query, shop: Shop) -> Other:
    turn = Conversation(shop, query.language).say(query.turns[-1])
    silent = not turn.products or query.kind in KINDS["mayShow"]
    return Other(query, turn.intent, silent and turn.intent in KINDS["intents"][query.kind])


def ndcg_of(search: Callable[[str], Sequence[str]], query: Query, shop: Shop) -> float | None:
    """The same measure for another way to search by one message."""
    found = search(query.turns[-1])
    return ndcg(_relevances(found, query.conditions, shop), _achievable(query.conditions, shop), LONGEST_LIST)


def _relevances(ids: Sequence[str], conditions: Sequence[Condition], shop: Shop) -> list[int]:
    return [relevance(shop.facts[id], conditions) for id in ids]


def _achievable(conditions: Sequence[Condition], shop: Shop) -> list[int]:
    """The relevance of every frame in stock, each size and colour by itself: the strictest ideal."""
    return [relevance for ids in shop.models.values() for relevance in _relevances(ids, conditions, shop)]


def _comparison(compared: Compared | None, shown: Sequence[str], shop: Shop) -> list[Condition]:
    """Empty where there is nothing to compare, or nothing to compare with."""
    if compared is None:
        return []
    values = [float(shop.facts[id][compared.field]) for id in shown]
    if len(values) < max(compared.than, 1):
        return []
    value = values[compared.than - 1] if compared.than else median(values)
    holds = at_most(compared.field, value - _CLOSE) if compared.less else at_least(compared.field, value + _CLOSE)
    return [Condition("compared", False, holds)]


def _broken(turn: Turn, conditions: Sequence[Condition], shop: Shop) -> list[list[str]]:
    """For each shown frame the hard conditions that it breaks silently."""
    hard = [condition for condition in conditions if condition.hard and not gave_way(condition.name, turn.relaxed)]
    return [[c.name for c in hard if not c.holds(shop.facts[one.product_id])] for one in turn.products]


def gave_way(name: str, relaxed: Sequence[str]) -> bool:
    """A category never gives way."""
    if name == "priceMax":
        return "price.max" in relaxed
    kind, _, field = name.rpartition(":")
    slot = _SLOTS.get(field, field)
    prefix = f"{slot}:not:" if kind == "not" else f"{slot}:"
    return slot != "category" and any(code.startswith(prefix) for code in relaxed)
