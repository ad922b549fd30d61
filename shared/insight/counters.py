"""Counts by dotted name ("funnel.opened", "revenue.EUR"), and as the nested maps that a document holds."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_RESERVED = re.compile(r"__.*__")
OTHER = "%other"  # no id holds a %

Tree = dict[str, Any]  # names to numbers or to such trees


class Counters(Mapping[str, float]):
    """What was never counted is 0; iterating gives what was. No name is the beginning of another one's path."""

    def __init__(self, counts: Mapping[str, float] | None = None) -> None:
        self._counts = {name: count for name, count in (counts or {}).items() if count}

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> "Counters":
        return cls(dict(_flat(tree, "")))

    def __getitem__(self, name: str) -> float:
        return self._counts.get(name, 0)

    def __contains__(self, name: object) -> bool:
        return name in self._counts

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __add__(self, other: Mapping[str, float]) -> "Counters":
        return Counters({name: self[name] + other.get(name, 0) for name in {*self, *other}})

    def __sub__(self, other: Mapping[str, float]) -> "Counters":
        return Counters({name: self[name] - other.get(name, 0) for name in {*self, *other}})

    def under(self, family: str) -> dict[str, "Counters"]:
        """By the name that follows `family.`: `under("products")["p1"]["tried"]` is `["products.p1.tried"]`; a
        number right below the family is its name's counter ""."""
        found: dict[str, dict[str, float]] = {}
        start = f"{family}."
        for name, count in self._counts.items():
            if name.startswith(start):
                first, _, rest = name[len(start) :].partition(".")
                found.setdefault(first, {})[rest] = count
        return {name: Counters(counts) for name, counts in found.items()}


def key_of(id: str) -> str:
    """An id as one step of a counter's name: it has no dot, and no document's field is named like it."""
    key = id.replace(".", "~")
    return f"%{key}" if _RESERVED.fullmatch(key) else key


def id_of(key: str) -> str:
    """The id that `key_of` was given."""
    return key.removeprefix("%").replace("~", ".")


def tree_of(counts: Mapping[str, float]) -> Tree:
    tree: Tree = {}
    for name, count in counts.items():
        *parents, leaf = name.split(".")
        holder = tree
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[leaf] = count
    return tree


def add(into: Tree, tree: Mapping[str, Any], times: int = 1) -> None:
    """Adds every number of `tree`, so many times, in place."""
    for name, value in tree.items():
        if isinstance(value, dict):
            add(into.setdefault(name, {}), value, times)
        else:
            into[name] = into.get(name, 0) + times * value


def _flat(tree: Mapping[str, Any], before: str) -> Iterator[tuple[str, float]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value
