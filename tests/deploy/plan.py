"""A plan of the platform (the JSON of `terraform show -json`), read as the tests of its promises need it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One resource as it will be. What only the cloud can tell is `UNKNOWN` in `values`."""

    address: str
    type: str
    name: str
    key: str | None
    values: Mapping[str, Any]

    def block(self, name: str) -> Mapping[str, Any]:
        """The first block of that name, empty when there is none."""
        found = self.values.get(name) or [{}]
        return found[0] if isinstance(found, list) else {}


class _Unknown:
    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN = _Unknown()


@dataclass(frozen=True)
class Plan:
    """All resources that a plan makes."""

    resources: tuple[Resource, ...]

    @classmethod
    def of(cls, shown: Mapping[str, Any]) -> "Plan":
        made = [change for change in shown["resource_changes"] if change["change"]["actions"] == ["create"]]
        return cls(tuple(_resource(change) for change in made))

    def all(self, type: str, name: str | None = None) -> list[Resource]:
        return [one for one in self.resources if one.type == type and name in (None, one.name)]

    def keyed(self, type: str, name: str) -> dict[str, Resource]:
        """Resources made by `for_each`, by key."""
        return {str(one.key): one for one in self.all(type, name)}


def strings(value: Any) -> Iterator[str]:
    """Every text within a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def _resource(change: Mapping[str, Any]) -> Resource:
    after, unknown = change["change"]["after"] or {}, change["change"].get("after_unknown") or {}
    key = change.get("index")
    return Resource(
        change["address"],
        change["type"],
        change["name"],
        None if key is None else str(key),
        _with_unknown(after, unknown),
    )


def _with_unknown(value: Any, unknown: Any) -> Any:
    if unknown is True and value is None:
        return UNKNOWN
    if isinstance(value, dict) and isinstance(unknown, dict):
        return {name: _with_unknown(value.get(name), unknown.get(name)) for name in {**value, **unknown}}
    if isinstance(value, list) and isinstance(unknown, list):
        padded = [*unknown, *[False] * (len(value) - len(unknown))]
        return [_with_unknown(inner, mark) for inner, mark in zip(value, padded, strict=False)]
    return value
