"""Labelled messages: what a shopper typed and what a fair optician would accept.

A line of `queries.<half>.jsonl` is one JSON object with `id`, `language` and `message` or, for a conversation,
`turns`. A search carries its conditions on catalogue fields, after the last turn: `want` (field: value or list of
acceptable values), `avoid` (field: values), `priceMax`, `priceMin`, `min` and `max` (field: number), `compared` (a
field less or more than that of the frame shown before at place `than`, 0 for the median of all shown), and `hard`:
which of priceMax, avoid, category, ageGroup may never be broken without saying so. `want.sphere` is a prescription
in dioptres. A message that is no search carries its `kind` instead. The two halves are split by a hash of the id.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shared.catalogue.product import Product

HERE = Path(__file__).parent
Half = Literal["dev", "held_out"]
HALVES: tuple[Half, ...] = ("dev", "held_out")
Facts = Mapping[str, Any]
FULL, PARTIAL = 3, 1  # relevance where all conditions hold, and where at least PARTIAL_FROM of them do
PARTIAL_FROM = 2 / 3


@dataclass(frozen=True)
class Condition:
    """`name` is the field, "not:" before one to avoid; also priceMax, priceMin, "min:", "max:" and "compared"."""

    name: str
    hard: bool
    holds: Callable[[Facts], bool]


@dataclass(frozen=True)
class Compared:
    """`than`: place, from 1, among the frames shown before; 0 is the median of them all."""

    field: str
    less: bool
    than: int


@dataclass(frozen=True)
class Query:
    """`kind` is None for a search."""

    id: str
    language: str
    turns: tuple[str, ...]
    conditions: tuple[Condition, ...]
    compared: Compared | None
    kind: str | None

    @property
    def is_dialogue(self) -> bool:
        return len(self.turns) > 1


def load(half: Half) -> list[Query]:
    lines = (HERE / f"queries.{half}.jsonl").read_text("utf-8").splitlines()
    return [_query(json.loads(line)) for line in lines]


def facts_of(product: Product) -> Facts:
    """The product's fields under their JSON names, those of its lens as "lens.category" and so on."""
    facts = product.model_dump(by_alias=True)
    return facts | {f"lens.{name}": value for name, value in facts["lens"].items()}


def relevance(facts: Facts, conditions: Sequence[Condition]) -> int:
    held = sum(condition.holds(facts) for condition in conditions)
    if held == len(conditions):
        return FULL
    return PARTIAL if held >= PARTIAL_FROM * len(conditions) else 0


def _query(row: dict[str, Any]) -> Query:
    compared = row.get("compared")
    return Query(
        id=row["id"],
        language=row["language"],
        turns=tuple(row["turns"]) if "turns" in row else (row["message"],),
        conditions=tuple(_conditions(row)),
        compared=Compared(compared["field"], compared["is"] == "less", compared["than"]) if compared else None,
        kind=row.get("kind"),
    )


def _conditions(row: dict[str, Any]) -> Iterator[Condition]:
    hard = row.get("hard", ())
    for field, accepted in row.get("want", {}).items():
        yield Condition(field, field in hard, _sphere(accepted) if field == "sphere" else _any_of(field, accepted))
    for field, refused in row.get("avoid", {}).items():
        yield Condition(f"not:{field}", "avoid" in hard, _none_of(field, refused))
    if "priceMax" in row:
        yield Condition("priceMax", "priceMax" in hard, at_most("price", row["priceMax"]))
    if "priceMin" in row:
        yield Condition("priceMin", False, at_least("price", row["priceMin"]))
    for field, bound in row.get("min", {}).items():
        yield Condition(f"min:{field}", False, at_least(field, bound))
    for field, bound in row.get("max", {}).items():
        yield Condition(f"max:{field}", False, at_most(field, bound))


def at_most(field: str, bound: float) -> Callable[[Facts], bool]:
    return lambda facts: facts[field] is not None and float(facts[field]) <= bound


def at_least(field: str, bound: float) -> Callable[[Facts], bool]:
    return lambda facts: facts[field] is not None and float(facts[field]) >= bound


def _any_of(field: str, accepted: object) -> Callable[[Facts], bool]:
    values = set(_listed(accepted))
    return lambda facts: not values.isdisjoint(_listed(facts[field]))


def _none_of(field: str, refused: object) -> Callable[[Facts], bool]:
    values = set(_listed(refused))
    return lambda facts: values.isdisjoint(_listed(facts[field]))


def _sphere(dioptres: float) -> Callable[[Facts], bool]:
    def holds(facts: Facts) -> bool:
        made = facts["rxRange"]
        return made is not None and bool(made[0] <= dioptres <= made[1])

    return holds


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)
