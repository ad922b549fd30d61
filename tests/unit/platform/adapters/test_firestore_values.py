"""JSON there and back, as Firestore's own client would read it."""

from typing import Any

import pytest

pytest.importorskip("google.cloud.firestore_v1", reason="NOT CHECKED: Google's Firestore client is not installed")

from google.cloud.firestore_v1 import types
from hypothesis import given
from hypothesis import strategies as st

from shared.platform.adapters.firestore_values import put_fields, to_body, to_json, to_value, vector_value

_SINGLE = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text()
_NESTED = st.recursive(_SINGLE, lambda inner: st.dictionaries(st.text(min_size=1), inner) | st.lists(_SINGLE))


@given(st.dictionaries(st.text(min_size=1), _NESTED))
def test_what_goes_in_comes_out_of_the_same_types(body: dict[str, Any]) -> None:
    document = types.Document.pb()()
    put_fields(document.fields, body, {})
    assert repr(_sorted(to_body(document.fields))) == repr(_sorted(body))


def test_declared_lists_are_vectors_at_any_depth_and_others_lists() -> None:
    document = types.Document.pb()()
    body = {"embedding": [1, 0.5], "deep": {"vector": [2.0], "list": [2.0]}, "list": [1, 0.5]}
    put_fields(document.fields, body, {"embedding": 2, "deep.vector": 1})
    kinds = {name: value.WhichOneof("value_type") for name, value in document.fields.items()}
    assert kinds == {"embedding": "map_value", "deep": "map_value", "list": "array_value"}
    deep = document.fields["deep"].map_value.fields
    assert deep["vector"].map_value.fields["__type__"].string_value == "__vector__"
    assert deep["list"].WhichOneof("value_type") == "array_value"
    assert to_body(document.fields) == body


def test_a_map_that_only_looks_like_a_vector_stays_a_map() -> None:
    assert to_json(to_value({"__type__": "other", "value": [1]})) == {"__type__": "other", "value": [1]}
    assert to_json(vector_value([1, 2])) == [1.0, 2.0]


def _sorted(json: Any) -> Any:
    if isinstance(json, dict):
        return {name: _sorted(json[name]) for name in sorted(json)}
    return [_sorted(inner) for inner in json] if isinstance(json, list) else json
