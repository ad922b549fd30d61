from typing import Any

import pytest

from shared.platform.adapters.changes import apply, project
from shared.platform.ports.documents import ArrayUnion, DeleteField, Increment


@pytest.mark.parametrize(
    ("body", "changes", "after"),
    [
        ({"a": 1}, {"b.c": 2}, {"a": 1, "b": {"c": 2}}),
        ({"a": 1}, {"a.b": 2}, {"a": {"b": 2}}),
        ({"a": 1}, {"a.b": DeleteField()}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a.b": DeleteField()}, {"a": {"c": 2}}),
        ({"a": 1.5}, {"a": Increment(2)}, {"a": 3.5}),
        ({"a": True}, {"a": Increment(2)}, {"a": 2}),
        ({"a": None}, {"a": Increment(2)}, {"a": 2}),
        ({"a": [[]]}, {"a": ArrayUnion(([], 0, False))}, {"a": [[], 0, False]}),
        ({"a": [{"x": 1}]}, {"a": ArrayUnion(({"x": 1.0}, {"x": True}))}, {"a": [{"x": 1}, {"x": True}]}),
        ({}, {"a-b": 1, "a": 2}, {"a": 2, "a-b": 1}),
    ],
)
def test_changes(body: dict[str, Any], changes: dict[str, Any], after: dict[str, Any]) -> None:
    apply(body, changes)
    assert body == after
    assert repr(body) == repr(after)  # 1 and true are equal to Python


@pytest.mark.parametrize("changes", [{"a": 1, "a.b.c": 2}, {"a.b": 1, "a.b.c": 2, "a-b": 3}])
def test_a_field_and_its_own_part_cannot_be_changed_at_once(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="at once"):
        apply({}, changes)


def test_a_projection_leaves_the_body_as_it_was() -> None:
    body = {"a": {"b": 1, "c": 2}, "d": 3}
    assert project(body, ["a.b", "d", "x.y", "d.e"]) == {"a": {"b": 1}, "d": 3}
    assert body == {"a": {"b": 1, "c": 2}, "d": 3}
