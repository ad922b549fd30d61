"""docs/caching.md names every cache in the code, and none that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(shared/[\w/]+\.py)` `([\w-]+)` \|", re.M)
DECORATORS = {"cache", "lru_cache", "cached_property"}
KEEPERS = {"dict", "OrderedDict", "Once"}  # what holds things from one request to the next
HEADERS = ("Cache-Control", "Access-Control-Max-Age")


def _name(node: ast.expr) -> str:
    """The last name of `functools.lru_cache(maxsize=8)`, `dict[str, int]`, `Once(…)`."""
    match node:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _name(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _caches(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and DECORATORS & {_name(each) for each in node.decorator_list}:
            yield node.name
        if isinstance(node, ast.Constant) and node.value in HEADERS:
            yield str(node.value)
        if isinstance(node, ast.AnnAssign) and _keeps(node) and (node in tree.body or _is_of_self(node.target)):
            yield _name(node.target)


def _keeps(node: ast.AnnAssign) -> bool:
    """Empty at first, to be filled later: `_kept: dict[str, _Kept] = {}`."""
    empty = isinstance(node.value, ast.Dict) and not node.value.keys
    made = isinstance(node.value, ast.Call) and _name(node.value) in KEEPERS | {"defaultdict"}
    return _name(node.annotation) in KEEPERS and (empty or made)


def _is_of_self(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and _name(target.value) == "self"


def _found() -> set[tuple[str, str]]:
    return {
        (path.relative_to(ROOT).as_posix(), name)
        for path in sorted((ROOT / "shared").rglob("*.py"))
        for name in _caches(path.read_text("utf-8"))
    }


def test_every_cache_is_named_and_every_named_one_exists() -> None:
    """D11: a stated strategy for each."""
    named = set(ROW.findall((ROOT / "docs" / "caching.md").read_text("utf-8")))
    assert _found() - named == set(), "caches that docs/caching.md does not name"
    assert named - _found() == set(), "named in docs/caching.md, not in the code"


@pytest.mark.parametrize(
    "source",
    [
        "@cache\ndef found(): ...",
        "@functools.lru_cache(maxsize=8)\ndef found(x): ...",
        "found: dict[str, int] = {}",
        "class A:\n    def __init__(self):\n        self.found: OrderedDict[str, int] = OrderedDict()",
    ],
)
def test_a_new_cache_would_be_found(source: str) -> None:
    assert list(_caches(source)) == ["found"]


def test_a_table_that_is_no_cache_is_not_taken_for_one() -> None:
    assert list(_caches("TABLE: dict[str, int] = {'a': 1}\ndef f():\n    counts: dict[str, int] = {}")) == []
