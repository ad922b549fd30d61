"""Field changes and projections on a body in memory, by Firestore's rules.

https://firebase.google.com/docs/reference/rest/v1/Write#FieldTransform
"""

from collections.abc import Sequence
from typing import Any

from shared.platform.ports.documents import ArrayUnion, Body, Changes, DeleteField, Increment

_ABSENT = object()


def apply(body: Body, changes: Changes) -> None:
    """Changes `body` in place. Raises ValueError for no change at all, an empty name or paths within each other."""
    for path in _checked(changes):
        change = changes[path]
        *parents, leaf = path.split(".")
        holder = _holder(body, parents, make=not isinstance(change, DeleteField))
        if isinstance(change, DeleteField):
            if holder is not None:
                holder.pop(leaf, None)
        elif holder is not None:
            holder[leaf] = _changed(holder.get(leaf), change)


def project(body: Body, fields: Sequence[str]) -> Body:
    """Only these dotted fields, nested as they were; missing ones stay missing."""
    projected: Body = {}
    for field in fields:
        value: Any = body
        *parents, leaf = field.split(".")
        for name in (*parents, leaf):
            value = value.get(name, _ABSENT) if isinstance(value, dict) else _ABSENT
        if value is not _ABSENT:
            holder = _holder(projected, parents, make=True)
            if holder is not None:
                holder[leaf] = value
    return projected


def _checked(changes: Changes) -> list[str]:
    if not changes:
        raise ValueError("an update changes at least one field")
    paths = sorted((path.split(".") for path in changes), key=tuple)
    for path, following in zip(paths, [*paths[1:], [""]], strict=True):
        if "" in path:
            raise ValueError(f"{'.'.join(path)!r} names no field")
        if following[: len(path)] == path:
            raise ValueError(f"{'.'.join(path)} and {'.'.join(following)} cannot be changed at once")
    return [".".join(path) for path in paths]


def _holder(body: Body, parents: Sequence[str], *, make: bool) -> Body | None:
    """The object that holds the field; a parent that is no object gives way to one when `make`."""
    holder = body
    for name in parents:
        inner = holder.get(name)
        if not isinstance(inner, dict):
            if not make:
                return None
            inner = holder[name] = {}
        holder = inner
    return holder


def _changed(current: Any, change: Any) -> Any:
    if isinstance(change, Increment):
        is_number = isinstance(current, int | float) and not isinstance(current, bool)
        return current + change.by if is_number else change.by
    if isinstance(change, ArrayUnion):
        return _union(current if isinstance(current, list) else [], change.values)
    return change


def _union(current: list[Any], values: Sequence[Any]) -> list[Any]:
    union = list(current)
    for value in values:
        if not any(_same(value, held) for held in union):
            union.append(value)
    return union


def _same(a: Any, b: Any) -> bool:
    """JSON equality: 1 is 1.0, but neither is true."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b)
